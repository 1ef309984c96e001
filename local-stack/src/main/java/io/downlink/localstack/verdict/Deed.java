package io.downlink.localstack.verdict;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A line of a device's own record.
 *
 * @param line its number in the record, from 1: what happened earlier stands above
 * @param commandId empty for what happened to the device and not to a command
 */
public record Deed(String deviceId, long line, What what, String commandId) {

    /** What happened. */
    public enum What {
        /** A call of a method has reached the device. */
        RECEIVED,
        /** The device has done what the call asks for. */
        EXECUTED,
        /** The device is done with the call. */
        ANSWERED,
        MESSAGE_RECEIVED,
        /** A message has come that the device was done with. */
        MESSAGE_REPEATED,
        MESSAGE_COMPLETED,
        /** The device gave it back. */
        MESSAGE_ABANDONED,
        /** The device refused it. */
        MESSAGE_REJECTED,
        /** It has a new connection, or none any more. */
        LINK_CHANGED
    }

    /** @return empty where the line has no part in a verdict, or was cut off */
    public static Optional<Deed> read(String deviceId, long line, String text) {
        JsonNode json = Json.object(text.getBytes(UTF_8));
        String inPayload = json.path("payload").path("commandId").asText();
        String inMessage = json.path("messageId").asText();
        return switch (json.path("event").asText()) {
            case "received" -> Optional.of(new Deed(deviceId, line, What.RECEIVED, inPayload));
            case "executed" -> Optional.of(new Deed(deviceId, line, What.EXECUTED, inPayload));
            case "answered" -> Optional.of(new Deed(deviceId, line, What.ANSWERED, inPayload));
            case "message-received" -> Optional.of(new Deed(deviceId, line, What.MESSAGE_RECEIVED, inMessage));
            case "message-repeated" -> Optional.of(new Deed(deviceId, line, What.MESSAGE_REPEATED, inMessage));
            case "message-completed" -> Optional.of(new Deed(deviceId, line, What.MESSAGE_COMPLETED, inMessage));
            case "message-abandoned" -> Optional.of(new Deed(deviceId, line, What.MESSAGE_ABANDONED, inMessage));
            case "message-rejected" -> Optional.of(new Deed(deviceId, line, What.MESSAGE_REJECTED, inMessage));
            case "connected", "disconnected" -> Optional.of(new Deed(deviceId, line, What.LINK_CHANGED, ""));
            default -> Optional.empty();
        };
    }

    Identity identity() {
        return new Identity(deviceId, commandId);
    }
}
