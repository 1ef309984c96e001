package io.downlink.contracts.commands;

import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.contracts.methods.Method;
import io.downlink.contracts.requests.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A valid request on {@code downlink.commands}, with every default filled in. */
public sealed interface CommandRequest {

    /** Which command it asks for, or, in a {@link Cancel}, takes back. */
    CommandId id();

    /** The name of this kind of request in its {@code type} field. */
    CommandType type();

    /** A request that is carried to a device. */
    sealed interface Command extends CommandRequest {
        /** Under which conditions. */
        Terms terms();
    }

    /** Calls a direct method and waits for the device's answer. */
    record DirectMethod(CommandId id, Method method, Terms terms) implements Command {
        /** The property of {@link #asMessage} that holds the method's name. */
        public static final String METHOD_PROPERTY = "downlink-method";

        /** The property of {@link #asMessage} that holds the command's id. */
        public static final String COMMAND_ID_PROPERTY = "downlink-command-id";

        @Override
        public CommandType type() {
            return CommandType.DIRECT_METHOD;
        }

        /** What takes its place when the device is offline and {@code whenOffline} is {@code cloud-to-device}. */
        public CloudToDevice asMessage() {
            Map<String, String> properties =
                    Map.of(METHOD_PROPERTY, method.name(), COMMAND_ID_PROPERTY, id.commandId());
            Body payload = new Body.Json(method.payload());
            return new CloudToDevice(id, new Message(payload, null, null, properties, Ack.FULL, null), terms);
        }
    }

    /** Puts a message into the device's cloud-to-device queue. */
    record CloudToDevice(CommandId id, Message message, Terms terms) implements Command {
        @Override
        public CommandType type() {
            return CommandType.CLOUD_TO_DEVICE;
        }
    }

    /** Takes back an earlier command that has not been sent yet. It has no identity of its own and no place in a lane. */
    record Cancel(CommandId id) implements CommandRequest {
        @Override
        public CommandType type() {
            return CommandType.CANCEL;
        }
    }

    /**
     * @param body what the device gets, at most 64 KB together with the properties
     * @param properties application properties; {@code contentType} is not among them
     * @param timeToLive how long the hub keeps it for the device: 1 s to 2 days; null where only the deadline bounds it
     */
    record Message(
            Body body,
            @Nullable String contentType,
            @Nullable String correlationId,
            Map<String, String> properties,
            Ack ack,
            @Nullable Duration timeToLive) {
        public Message {
            properties = Map.copyOf(properties);
        }
    }

    /** The body of a message, as the request wrote it. */
    sealed interface Body {
        /** {@code body}: any JSON, sent as its UTF-8 text. */
        record Json(JsonNode value) implements Body {}

        /** {@code bodyText}: sent in UTF-8 as it stands. */
        record Text(String value) implements Body {}

        /** {@code bodyBase64}: bytes, written in Base64 (RFC 4648, section 4). */
        record Base64(String value) implements Body {}
    }

    /**
     * Under which conditions a command is carried out.
     *
     * @param deadline past it the command is never sent
     * @param attemptsMax how often it is tried at most, 1 to 100
     */
    record Terms(Instant deadline, Delivery delivery, int attemptsMax, WhenOffline whenOffline, Priority priority) {}
}
