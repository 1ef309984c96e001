package io.downlink.localstack.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.localstack.verdict.Deed.What;
import java.time.Instant;
import java.util.Optional;

/**
 * What became of a message, as its record on the feedback topic says.
 *
 * @param event such as {@code delivered}
 * @param at the record's timestamp
 */
public record Outcome(String deviceId, String commandId, String event, Instant at) {
    private static final String LOST = "lost";

    /** @return empty where the record is about a message without an id, or is no feedback */
    public static Optional<Outcome> read(byte[] value, Instant at) {
        JsonNode json = Json.object(value);
        String commandId = json.path("commandId").asText("");
        return json.path("event").isTextual()
                        && !commandId.isEmpty()
                        && !json.path("commandId").isNull()
                ? Optional.of(new Outcome(
                        json.path("deviceId").asText(),
                        commandId,
                        json.path("event").asText(),
                        at))
                : Optional.empty();
    }

    /** Which message. */
    public Identity message() {
        return new Identity(deviceId, commandId);
    }

    /** Whether anybody knows what became of it: that nobody does is no outcome. */
    public boolean isReal() {
        return !event.equals(LOST);
    }

    /** What its device must have written down; empty where that may be nothing. */
    Optional<What> needs() {
        return switch (event) {
            case "delivered" -> Optional.of(What.MESSAGE_COMPLETED);
            case "rejected" -> Optional.of(What.MESSAGE_REJECTED);
            case "delivery-count-exceeded" -> Optional.of(What.MESSAGE_ABANDONED);
            default -> Optional.empty();
        };
    }
}
