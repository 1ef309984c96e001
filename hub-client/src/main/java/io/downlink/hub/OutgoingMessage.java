package io.downlink.hub;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One cloud-to-device message, within the limits of IoT Hub.
 *
 * @param deviceId as registered, not escaped: {@code a#b}, {@code a?b} and {@code a%2Fb} are device ids like others
 * @param moduleId null for the device itself
 * @param messageId as feedback will name the message; of the alphabet of device ids
 * @param body any bytes, and together with the properties no more than {@link #BYTES_MAX}
 * @param correlationId 1 to 128 printable ASCII characters, null for none
 * @param properties application properties: names of ASCII letters, digits and {@code ! # $ % & ' * + - . ^ _ ` | ~},
 *     none that starts with {@code iothub-}; values of printable ASCII characters. A body's type goes in as
 *     {@code content-type}, for the SDK cannot set the system property of that name
 * @param ack of which ends the hub shall tell
 * @param expiresAt from when on the hub gives the message to nobody any more; IoT Hub takes up to two days from now
 * @see <a href="https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-messages-construct">Message format</a>
 */
public record OutgoingMessage(
        String deviceId,
        @Nullable String moduleId,
        String messageId,
        Bytes body,
        @Nullable String correlationId,
        Map<String, String> properties,
        AckLevel ack,
        Instant expiresAt) {

    /** The hub's limit, in bytes: the body, and the names and values of the application properties. */
    public static final int BYTES_MAX = 64 * 1024;

    private static final Pattern PROPERTY_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+\\-.^_`|~]+");
    private static final Pattern PRINTABLE = Pattern.compile("[ -~]*");
    private static final Pattern CORRELATION_ID = Pattern.compile("[ -~]{1,128}");

    /** @throws IllegalArgumentException if a limit is broken; the message names it */
    public OutgoingMessage {
        HubId.check("deviceId", deviceId);
        if (moduleId != null) {
            HubId.check("moduleId", moduleId);
        }
        HubId.check("messageId", messageId);
        check(
                correlationId == null || CORRELATION_ID.matcher(correlationId).matches(),
                "correlationId: 1 to 128 printable ASCII characters");
        properties = Map.copyOf(properties);
        properties.forEach(OutgoingMessage::checkProperty);
        check(
                body.size() + lengthOf(properties) <= BYTES_MAX,
                "body: at most " + BYTES_MAX + " bytes together with the properties");
    }

    /** Without body and properties, which are nobody's but the device's. */
    @Override
    public String toString() {
        return "OutgoingMessage[deviceId=" + deviceId + ", moduleId=" + moduleId + ", messageId=" + messageId
                + ", body=" + body + ", ack=" + ack + ", expiresAt=" + expiresAt + "]";
    }

    private static void checkProperty(String name, String value) {
        check(
                PROPERTY_NAME.matcher(name).matches(),
                "properties: a name has ASCII letters, digits and ! # $ % & ' * + - . ^ _ ` | ~");
        check(
                !name.toLowerCase(Locale.ROOT).startsWith("iothub-"),
                "properties: names that start with iothub- belong to IoT Hub");
        check(PRINTABLE.matcher(value).matches(), "properties: a value has printable ASCII characters");
    }

    private static long lengthOf(Map<String, String> properties) {
        return properties.entrySet().stream()
                .mapToLong(property ->
                        property.getKey().length() + property.getValue().length()) // ASCII: a byte each
                .sum();
    }

    private static void check(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
