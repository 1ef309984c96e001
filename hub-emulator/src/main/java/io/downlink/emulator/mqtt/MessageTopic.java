package io.downlink.emulator.mqtt;

import io.downlink.emulator.hub.AckLevel;
import io.downlink.emulator.hub.ClientId;
import io.downlink.emulator.hub.CloudToDeviceMessage;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Writes the topic of a cloud-to-device message, whose properties travel in it. The system's come first and encoded,
 * and nothing is without a value: the Java SDK finds its place by the first {@code %24.}, and loses its connection over
 * an empty value.
 */
final class MessageTopic {
    private MessageTopic() {}

    static String of(ClientId client, CloudToDeviceMessage message) {
        StringJoiner bag = new StringJoiner("&", client.path().substring(1) + "/messages/devicebound/", "");
        add(bag, "$.mid", message.messageId());
        add(bag, "$.to", client.path() + "/messages/deviceBound");
        add(bag, "$.cid", message.correlationId());
        add(bag, "$.uid", message.userId());
        add(bag, "$.ct", message.contentType());
        add(bag, "$.ce", message.contentEncoding());
        add(
                bag,
                "iothub-ack",
                message.ack() == AckLevel.NONE ? null : message.ack().text());
        message.properties().forEach((name, value) -> add(bag, name, value));
        return bag.toString();
    }

    private static void add(StringJoiner bag, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            bag.add(encode(name) + "=" + encode(value));
        }
    }

    /** Percent-encodes; a space must not become a plus, which devices take as it stands. */
    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
