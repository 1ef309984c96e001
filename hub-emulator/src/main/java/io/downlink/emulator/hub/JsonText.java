package io.downlink.emulator.hub;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads JSON that devices send. */
public final class JsonText {
    private static final JsonFactory JSON = new JsonFactory();
    private static final ObjectMapper TREES = new ObjectMapper();

    private JsonText() {}

    /** The text, when it is exactly one JSON value; nothing at all is the value null. Null: it is not JSON. */
    public static @Nullable String one(byte[] content) {
        if (content.length == 0) {
            return "null";
        }
        try (JsonParser parser = JSON.createParser(content)) {
            if (parser.nextToken() == null) {
                return null;
            }
            parser.skipChildren();
            parser.finishToken();
            return parser.nextToken() == null ? new String(content, StandardCharsets.UTF_8) : null;
        } catch (IOException notJson) {
            return null;
        }
    }

    /** The object; null: it is none. */
    public static @Nullable ObjectNode object(byte[] content) {
        try {
            return TREES.readTree(content) instanceof ObjectNode object ? object : null;
        } catch (IOException notJson) {
            return null;
        }
    }
}
