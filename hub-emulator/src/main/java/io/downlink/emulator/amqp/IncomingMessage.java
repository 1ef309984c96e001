package io.downlink.emulator.amqp;

import io.downlink.emulator.hub.AckLevel;
import io.downlink.emulator.hub.ClientId;
import io.downlink.emulator.hub.CloudToDeviceMessage;
import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.apache.qpid.proton.message.Message;
import org.jspecify.annotations.Nullable;

/** A cloud-to-device message as a service sent it, and the device or module it is for. */
record IncomingMessage(ClientId target, CloudToDeviceMessage content) {
    private static final Pattern ADDRESS =
            Pattern.compile("/?devices/([^/]+)(?:/modules/([^/]+))?/messages/devicebound/?", Pattern.CASE_INSENSITIVE);
    private static final String ACK = "iothub-ack";

    /**
     * Reads a message.
     *
     * @throws HubException if it is for nobody, or breaks a rule of the hub
     */
    static IncomingMessage read(Message message) {
        Properties system = message.getProperties() == null ? new Properties() : message.getProperties();
        Map<String, String> properties = ApplicationTexts.of(message);
        String ack = properties.remove(ACK);
        String to = system.getTo() == null ? "" : system.getTo();
        return new IncomingMessage(
                target(to),
                new CloudToDeviceMessage(
                        text(system.getMessageId()),
                        text(system.getCorrelationId()),
                        text(system.getUserId()),
                        to,
                        text(system.getContentType()),
                        text(system.getContentEncoding()),
                        expiry(system.getAbsoluteExpiryTime()),
                        AckLevel.of(ack),
                        properties,
                        MessageBody.buffer(message)));
    }

    private static ClientId target(String to) {
        Matcher address = ADDRESS.matcher(to);
        if (!address.matches()) {
            throw new HubException(
                    HubError.ARGUMENT_INVALID,
                    "The message's 'to' must be /devices/{id}[/modules/{id}]/messages/devicebound.");
        }
        String module = address.group(2);
        return ClientId.of(PercentText.decode(address.group(1)), module == null ? null : PercentText.decode(module));
    }

    private static @Nullable Instant expiry(@Nullable Date time) {
        return time == null ? null : time.toInstant();
    }

    private static @Nullable String text(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Binary binary ->
                StandardCharsets.UTF_8.decode(binary.asByteBuffer()).toString();
            case Symbol symbol -> symbol.toString();
            case Object other -> other.toString();
        };
    }
}
