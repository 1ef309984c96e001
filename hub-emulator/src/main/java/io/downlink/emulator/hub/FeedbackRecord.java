package io.downlink.emulator.hub;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of one message.
 *
 * @param originalMessageId the message's id; null if its sender gave it none
 * @param decided when the outcome was known; the wire calls it {@code enqueuedTimeUtc}
 * @param target whom the message was for
 * @param generationId tells clients apart that had the same id one after the other
 */
public record FeedbackRecord(
        @Nullable String originalMessageId,
        Instant decided,
        FeedbackStatus status,
        ClientId target,
        String generationId) {}
