package io.downlink.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.contracts.json.ExactJson;
import io.downlink.contracts.requests.WireTime;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request as JSON, of which nothing but the deadline need be right.
 *
 * @param event all of it
 * @param request the part that is the request: in structured mode the event's {@code data}, else all of it
 */
record RequestBody(ObjectNode event, ObjectNode request) {
    private static final String DEADLINE = "deadline";

    /** Empty where it is no JSON object. */
    static Optional<RequestBody> read(byte @Nullable [] value, boolean structured) {
        try {
            if (value != null && ExactJson.read(value).tree() instanceof ObjectNode event) {
                JsonNode request = structured ? event.get("data") : event;
                return request instanceof ObjectNode object
                        ? Optional.of(new RequestBody(event, object))
                        : Optional.empty();
            }
        } catch (JsonProcessingException _) {
            // which is why it is a dead letter
        }
        return Optional.empty();
    }

    /** As it is written; empty where there is none that can be read. */
    Optional<Instant> deadline() {
        return Optional.ofNullable(request.get(DEADLINE))
                .map(JsonNode::textValue)
                .map(WireTime::anyOffset);
    }

    /** The same with another deadline, and nothing else changed in what it says. */
    byte[] until(Instant deadline) {
        ObjectNode changed = event.deepCopy();
        ObjectNode inner = request.equals(event) ? changed : (ObjectNode) changed.get("data");
        inner.put(DEADLINE, deadline.toString());
        return ExactJson.text(changed).getBytes(UTF_8);
    }
}
