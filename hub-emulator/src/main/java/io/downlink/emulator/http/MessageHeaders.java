package io.downlink.emulator.http;

import io.downlink.emulator.hub.AckLevel;
import io.downlink.emulator.hub.CloudToDeviceMessage;
import io.downlink.emulator.hub.MessageDelivery;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Writes a message's properties as headers. What a header cannot hold is percent-encoded. */
final class MessageHeaders {
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    private MessageHeaders() {}

    static Map<String, String> of(MessageDelivery delivery) {
        CloudToDeviceMessage message = delivery.message();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ETag", "\"" + delivery.lock() + "\"");
        headers.put("Content-Type", "application/octet-stream");
        headers.put("iothub-sequencenumber", Long.toString(delivery.sequenceNumber()));
        headers.put("iothub-to", encode(message.to(), MessageHeaders::isValue));
        add(headers, "iothub-messageid", message.messageId());
        add(headers, "iothub-correlationid", message.correlationId());
        add(headers, "iothub-userid", message.userId());
        add(headers, "iothub-contenttype", message.contentType());
        add(headers, "iothub-contentencoding", message.contentEncoding());
        add(headers, "iothub-expiry", text(message.expiry()));
        add(
                headers,
                "iothub-ack",
                message.ack() == AckLevel.NONE ? null : message.ack().text());
        message.properties()
                .forEach((name, value) -> add(headers, "iothub-app-" + encode(name, MessageHeaders::isName), value));
        return headers;
    }

    private static void add(Map<String, String> headers, String name, @Nullable String value) {
        if (value != null) {
            headers.put(name, encode(value, MessageHeaders::isValue));
        }
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    private static String encode(String text, IntPredicate allowed) {
        if (text.codePoints().allMatch(allowed)) {
            return text;
        }
        StringBuilder encoded = new StringBuilder();
        text.codePoints().forEach(point -> {
            if (allowed.test(point)) {
                encoded.appendCodePoint(point);
            } else {
                for (byte one : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
                    encoded.append('%').append("%02X".formatted(one));
                }
            }
        });
        return encoded.toString();
    }

    /** RFC 9110, 5.6.2: a token. */
    private static boolean isName(int point) {
        return (point >= 'a' && point <= 'z')
                || (point >= 'A' && point <= 'Z')
                || (point >= '0' && point <= '9')
                || TOKEN_MARKS.indexOf(point) >= 0;
    }

    /** RFC 9110, 5.5: what is visible, and Latin-1, which is how clients read the rest. */
    private static boolean isValue(int point) {
        return (point >= ' ' && point <= '~') || (point >= 0xA0 && point <= 0xFF);
    }
}
