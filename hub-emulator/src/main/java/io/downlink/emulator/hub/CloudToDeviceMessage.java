package io.downlink.emulator.hub;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message as a service sends it.
 *
 * @param messageId at most 128 characters of the alphabet that device ids have; null: none
 * @param to the address the sender wrote
 * @param expiry null: the hub's time to live
 * @param properties the sender's own, in its order
 * @param body any bytes; with all texts at most 64 KB
 */
public record CloudToDeviceMessage(
        @Nullable String messageId,
        @Nullable String correlationId,
        @Nullable String userId,
        String to,
        @Nullable String contentType,
        @Nullable String contentEncoding,
        @Nullable Instant expiry,
        AckLevel ack,
        Map<String, String> properties,
        ByteBuffer body) {

    /**
     * Checks and copies.
     *
     * @throws HubException {@link HubError#ARGUMENT_INVALID} or {@link HubError#MESSAGE_TOO_LARGE}
     */
    public CloudToDeviceMessage {
        if (messageId != null && !IdAlphabet.isId(messageId)) {
            throw new HubException(
                    HubError.ARGUMENT_INVALID,
                    "A message id has 1 to 128 ASCII letters, digits and - : . + % _ # * ? ! ( ) , = @ ; $ '.");
        }
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
        body = body.asReadOnlyBuffer();
        int size = body.remaining() + size(messageId, correlationId, userId, to, contentType, contentEncoding);
        for (Map.Entry<String, String> property : properties.entrySet()) {
            size += size(property.getKey(), property.getValue());
        }
        if (size > Limits.MESSAGE_BYTES_MAX) {
            throw new HubException(
                    HubError.MESSAGE_TOO_LARGE,
                    "The message has " + size + " bytes; at most " + Limits.MESSAGE_BYTES_MAX + " are allowed.");
        }
    }

    /** The bytes, each time from their start. */
    @Override
    public ByteBuffer body() {
        return body.duplicate();
    }

    /** A copy of the body. */
    public byte[] bytes() {
        byte[] copy = new byte[body.remaining()];
        body().get(copy);
        return copy;
    }

    private static int size(@Nullable String... texts) {
        int size = 0;
        for (String text : texts) {
            size += text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
        }
        return size;
    }
}
