package io.downlink.localstack.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads what stands in a record, whoever wrote it: what is no JSON has no member. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static JsonNode object(byte @Nullable [] value) {
        if (value == null) {
            return MissingNode.getInstance();
        }
        try {
            return MAPPER.readTree(value);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }
}
