package io.downlink.contracts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.downlink.contracts.json.ExactJson;
import java.nio.charset.StandardCharsets;

/** JSON as text, and what becomes of it when one field is set to something else. */
public final class JsonTexts {
    private JsonTexts() {}

    /** The object with another value, given as JSON, at a path such as {@code method.name}; the same if it has no such object. */
    public static String with(String object, String path, String value) {
        JsonNode root = tree(object);
        JsonNode place = root;
        String name = path;
        for (int dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.')) {
            place = place.path(name.substring(0, dot));
            name = name.substring(dot + 1);
        }
        if (place instanceof ObjectNode parent) {
            parent.set(name, tree(value));
        }
        return ExactJson.text(root);
    }

    public static String text(String object, String name) {
        return tree(object).path(name).asText();
    }

    /** The text as a JSON string. */
    public static String quoted(String text) {
        return ExactJson.text(TextNode.valueOf(text));
    }

    public static JsonNode tree(String json) {
        try {
            return ExactJson.read(utf8(json)).tree();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
