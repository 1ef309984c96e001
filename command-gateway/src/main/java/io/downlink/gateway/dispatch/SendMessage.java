package io.downlink.gateway.dispatch;

import io.downlink.contracts.commands.Ack;
import io.downlink.contracts.commands.CommandRequest.Body;
import io.downlink.contracts.commands.CommandRequest.CloudToDevice;
import io.downlink.contracts.commands.CommandRequest.Message;
import io.downlink.contracts.json.ExactJson;
import io.downlink.gateway.pacing.OperationClass;
import io.downlink.hub.AckLevel;
import io.downlink.hub.Bytes;
import io.downlink.hub.HubCommands;
import io.downlink.hub.HubFailure;
import io.downlink.hub.OutgoingMessage;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Puts a message into the device's queue.
 *
 * @param body as it is sent
 */
record SendMessage(CloudToDevice command, Bytes body) implements Operation {
    /** The service SDK cannot set the system property of that name. */
    private static final String CONTENT_TYPE = "content-type";

    /**
     * As long as IoT Hub keeps a message.
     *
     * @see <a href="https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-messages-c2d">Cloud-to-device</a>
     */
    private static final Duration TIME_TO_LIVE_MAX = Duration.ofDays(2);

    /** Of what the hub's client takes before it gives a message up, with a second connection. */
    private static final Duration LASTS = Duration.ofSeconds(90);

    static SendMessage of(CloudToDevice command) {
        return new SendMessage(command, bytes(command.message().body()));
    }

    @Override
    public OperationClass operationClass() {
        return OperationClass.MESSAGE;
    }

    @Override
    public int bytes() {
        return body.size();
    }

    @Override
    public Uni<Outcome> call(HubCommands client, Instant now) {
        OutgoingMessage message = messageAt(now);
        return client.send(message).replaceWith(new Outcome.Taken(message));
    }

    @Override
    public Duration lasts() {
        return LASTS;
    }

    /** The client that was to send it is closed before it is given up. */
    @Override
    public Duration arrivesWithin() {
        return Duration.ZERO;
    }

    /** A message waits for its device in the hub, so nothing need take its place. */
    @Override
    public Optional<Operation> insteadAfter(HubFailure failure) {
        return Optional.empty();
    }

    private OutgoingMessage messageAt(Instant now) {
        Message message = command.message();
        return new OutgoingMessage(
                command.id().deviceId(),
                command.id().moduleId(),
                command.id().commandId(),
                body,
                message.correlationId(),
                properties(message),
                level(message.ack()),
                expiry(now));
    }

    /** In the milliseconds of AMQP, and never after the deadline. */
    private Instant expiry(Instant now) {
        Duration timeToLive = command.message().timeToLive();
        Instant ofItself = now.plus(timeToLive == null ? TIME_TO_LIVE_MAX : timeToLive);
        Instant deadline = command.terms().deadline();
        return (ofItself.isBefore(deadline) ? ofItself : deadline).truncatedTo(ChronoUnit.MILLIS);
    }

    private static Bytes bytes(Body body) {
        return switch (body) {
            case Body.Json json -> Bytes.utf8(ExactJson.text(json.value()));
            case Body.Text text -> Bytes.utf8(text.value());
            case Body.Base64 base64 -> Bytes.of(java.util.Base64.getDecoder().decode(base64.value()));
        };
    }

    private static Map<String, String> properties(Message message) {
        if (message.contentType() == null) {
            return message.properties();
        }
        Map<String, String> properties = new HashMap<>(message.properties());
        properties.put(CONTENT_TYPE, message.contentType());
        return properties;
    }

    private static AckLevel level(Ack ack) {
        return switch (ack) {
            case NONE -> AckLevel.NONE;
            case POSITIVE -> AckLevel.POSITIVE;
            case NEGATIVE -> AckLevel.NEGATIVE;
            case FULL -> AckLevel.FULL;
        };
    }
}
