package io.downlink.emulator.mqtt;

import io.downlink.emulator.hub.ClientId;
import io.downlink.emulator.hub.Subscription;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The topics of the service.
 *
 * @see <a href="https://learn.microsoft.com/azure/iot/iot-mqtt-connect-to-iot-hub">MQTT and IoT Hub</a>
 */
final class Topics {
    static final String METHOD_RESULT = "$iothub/methods/res/";
    static final String TWIN_GET = "$iothub/twin/GET/";
    static final String REPORTED_PATCH = "$iothub/twin/PATCH/properties/reported/";

    private Topics() {}

    static String methodRequest(String method, long requestId) {
        return "$iothub/methods/POST/" + method + "/?$rid=" + Long.toHexString(requestId);
    }

    static String twinResponse(int status, String requestId) {
        return "$iothub/twin/res/" + status + "/?$rid=" + requestId;
    }

    static String desiredPatch(long version) {
        return "$iothub/twin/PATCH/properties/desired/?$version=" + version;
    }

    static boolean isTelemetry(String topic, ClientId client) {
        String prefix = client.path().substring(1) + "/messages/events";
        return topic.startsWith(prefix) && (topic.length() == prefix.length() || topic.charAt(prefix.length()) == '/');
    }

    /** The decoded properties in the last segment of a topic; the Java SDK ends it with a slash for modules. */
    static Map<String, String> properties(String topic) {
        int end = topic.endsWith("/") ? topic.length() - 1 : topic.length();
        String last = topic.substring(topic.lastIndexOf('/', end - 1) + 1, end);
        Map<String, String> properties = new LinkedHashMap<>();
        for (String property : last.split("&", -1)) {
            int equals = property.indexOf('=');
            if (equals > 0) {
                properties.put(decode(property.substring(0, equals)), decode(property.substring(equals + 1)));
            }
        }
        return properties;
    }

    /** What a topic filter asks for; null: nothing the hub has. */
    static @Nullable Subscription subscription(String filter, MqttQoS qos, ClientId client) {
        return switch (filter) {
            case "$iothub/methods/POST/#" -> Subscription.DIRECT_METHODS;
            case "$iothub/twin/res/#" -> Subscription.TWIN_RESPONSES;
            case "$iothub/twin/PATCH/properties/desired/#" -> Subscription.DESIRED_PROPERTIES;
            case String other
            when other.equals(client.path().substring(1) + "/messages/devicebound/#") ->
                qos == MqttQoS.AT_MOST_ONCE
                        ? Subscription.CLOUD_TO_DEVICE_MESSAGES_AT_MOST_ONCE
                        : Subscription.CLOUD_TO_DEVICE_MESSAGES;
            default -> null;
        };
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }

    /** The value of a property in the last segment of a topic; empty if it is not there. */
    static String property(String topic, String name) {
        int from = topic.indexOf('?') + 1;
        while (from > 0 && from < topic.length()) {
            int ampersand = topic.indexOf('&', from);
            int to = ampersand < 0 ? topic.length() : ampersand;
            if (topic.startsWith(name, from) && topic.startsWith("=", from + name.length())) {
                return topic.substring(from + name.length() + 1, to);
            }
            from = to + 1;
        }
        return "";
    }
}
