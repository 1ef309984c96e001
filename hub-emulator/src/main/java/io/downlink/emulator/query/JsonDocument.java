package io.downlink.emulator.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A document that is there as a whole. */
public record JsonDocument(String key, ObjectNode content) implements Document {
    @Override
    public JsonNode value(List<String> path) {
        return Document.within(content, path);
    }
}
