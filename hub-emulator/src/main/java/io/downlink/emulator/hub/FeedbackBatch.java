package io.downlink.emulator.hub;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Feedback records on their way to one receiver, which must settle them in time.
 *
 * @param lockToken names this delivery; another one has another
 * @param enqueued when the batch was put together
 * @param deliveryCount how often it came back before
 */
public record FeedbackBatch(UUID lockToken, Instant enqueued, List<FeedbackRecord> records, int deliveryCount) {
    public FeedbackBatch {
        records = List.copyOf(records);
    }
}
