package io.downlink.hub;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;

/** JSON as RFC 8259 has it. Gson's messages quote the text, and a payload belongs in no log: none is passed on. */
final class JsonText {
    /** More than requests may have, with what the hub wraps them in: what was sent can be read in its answer. */
    private static final int NESTED_MAX = 2_000;

    private JsonText() {}

    static JsonReader reader(String json) {
        JsonReader reader = new JsonReader(new StringReader(json));
        reader.setStrictness(Strictness.STRICT);
        reader.setNestingLimit(NESTED_MAX);
        return reader;
    }

    /**
     * A payload as a tree, in which members that are null and the digits of numbers stay.
     *
     * @throws IllegalArgumentException if the text is not one JSON value
     */
    static JsonElement payload(String json) {
        return payload(json, JsonParser::parseReader);
    }

    /** @throws IllegalArgumentException if the text is not one JSON value */
    static void checkPayload(String json) {
        payload(json, reader -> {
            reader.skipValue();
            return json;
        });
    }

    private static <T> T payload(String json, Reading<T> reading) {
        try (JsonReader reader = reader(json)) {
            JsonToken _ = reader.peek(); // throws for an empty text, which the parser would take for null
            T value = reading.of(reader);
            if (reader.peek() == JsonToken.END_DOCUMENT) {
                return value;
            }
        } catch (IOException | RuntimeException _) {
            // told below
        }
        throw new IllegalArgumentException("payload: must be one JSON value");
    }

    @FunctionalInterface
    private interface Reading<T> {
        T of(JsonReader reader) throws IOException;
    }
}
