package io.downlink.hub;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.TypeAdapter;
import com.google.gson.annotations.JsonAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringReader;

/**
 * A payload that passes through the SDK as it was written: the SDK turns payloads into trees with a Gson of its own,
 * which drops members that are null. Numbers keep their digits; only whitespace and the choice of escapes may change.
 */
@JsonAdapter(JsonPayload.AsWritten.class)
record JsonPayload(JsonElement value) {

    /** @throws IllegalArgumentException if the text is not one JSON value (RFC 8259); the text is not told */
    static JsonPayload parse(String json) {
        try {
            JsonReader reader = new JsonReader(new StringReader(json));
            reader.setStrictness(Strictness.STRICT);
            JsonToken _ = reader.peek(); // throws for an empty text, which the parser would take for null
            JsonElement value = JsonParser.parseReader(reader);
            if (reader.peek() == JsonToken.END_DOCUMENT) {
                return new JsonPayload(value);
            }
        } catch (IOException | RuntimeException _) {
            // Gson's messages quote the text, and a payload belongs in no log.
        }
        throw new IllegalArgumentException("payload: must be one JSON value");
    }

    static final class AsWritten extends TypeAdapter<JsonPayload> {
        private static final TypeAdapter<JsonElement> ELEMENT = new Gson().getAdapter(JsonElement.class);

        @Override
        public void write(JsonWriter out, JsonPayload payload) throws IOException {
            boolean serializeNulls = out.getSerializeNulls();
            out.setSerializeNulls(true);
            try {
                ELEMENT.write(out, payload.value());
            } finally {
                out.setSerializeNulls(serializeNulls);
            }
        }

        @Override
        public JsonPayload read(JsonReader in) {
            throw new UnsupportedOperationException("payloads are only written");
        }
    }
}
