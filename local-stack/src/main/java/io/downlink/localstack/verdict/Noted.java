package io.downlink.localstack.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/**
 * A record of the command log about one command.
 *
 * @param commandOffset where the command stands, in the partition of the same number
 * @param begun whether a call is about to begin; otherwise the one before did not run
 * @param at the record's timestamp
 */
public record Noted(int partition, long commandOffset, String deviceId, boolean begun, Instant at) {

    /** @return empty where the record is about something else */
    public static Optional<Noted> read(int partition, byte[] value, Instant at) {
        JsonNode json = Json.object(value);
        return switch (json.path("entry").asText()) {
            case "mark" -> Optional.of(of(partition, json, true, at));
            case "not-run" -> Optional.of(of(partition, json, false, at));
            default -> Optional.empty();
        };
    }

    private static Noted of(int partition, JsonNode json, boolean begun, Instant at) {
        return new Noted(
                partition, json.path("offset").asLong(-1), json.path("deviceId").asText(), begun, at);
    }
}
