package io.downlink.localstack.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/**
 * A final event, as its record on the events topic says.
 *
 * @param partition of its record, and of the command's
 * @param commandOffset where the command stood that it is about
 * @param event such as {@code completed}
 * @param reason empty where the event has none
 * @param at the record's timestamp
 */
public record Told(
        int partition, long commandOffset, String deviceId, String commandId, String event, String reason, Instant at) {
    static final String IN_DOUBT = "in-doubt";

    /** @return empty where the event ends no command, or only repeats what was told before */
    public static Optional<Told> read(int partition, byte[] value, Instant at) {
        JsonNode json = Json.object(value);
        if (!json.path("final").asBoolean() || json.path("replayed").asBoolean()) {
            return Optional.empty();
        }
        return Optional.of(new Told(
                partition,
                json.path("source").path("offset").asLong(-1),
                json.path("deviceId").asText(),
                json.path("commandId").asText(),
                json.path("event").asText(),
                json.path("reason").asText(),
                at));
    }

    Identity identity() {
        return new Identity(deviceId, commandId);
    }

    boolean isInDoubt() {
        return event.equals(IN_DOUBT);
    }
}
