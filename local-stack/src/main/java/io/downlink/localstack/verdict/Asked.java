package io.downlink.localstack.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A command, as its record on the commands topic says.
 *
 * @param partition of its record; all commands of a device have the same
 * @param offset of its record: a device's commands are to be executed in this order
 * @param atMostOnce whether it asks for {@code at-most-once}, in so many words or by its default
 */
public record Asked(int partition, long offset, String deviceId, String commandId, Kind kind, boolean atMostOnce) {

    /** What reaches the device. */
    public enum Kind {
        METHOD,
        MESSAGE
    }

    /** @return empty where the record is no command: it takes one back, or says nothing that can be read */
    public static Optional<Asked> read(String topic, int partition, long offset, byte[] value) {
        JsonNode json = Json.object(value);
        String deviceId = json.path("deviceId").asText();
        String type = json.path("type").asText();
        if (deviceId.isEmpty() || type.equals("cancel")) {
            return Optional.empty();
        }
        Kind kind = type.equals("cloud-to-device") ? Kind.MESSAGE : Kind.METHOD;
        String commandId = json.path("commandId").asText("%s-%d-%d".formatted(topic, partition, offset));
        String delivery = json.path("delivery").asText(kind == Kind.METHOD ? "at-most-once" : "at-least-once");
        return Optional.of(new Asked(partition, offset, deviceId, commandId, kind, delivery.equals("at-most-once")));
    }

    Identity identity() {
        return new Identity(deviceId, commandId);
    }
}
