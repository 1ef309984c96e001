package io.downlink.hub;

import com.microsoft.azure.sdk.iot.service.messaging.FeedbackBatch;
import com.microsoft.azure.sdk.iot.service.messaging.FeedbackStatusCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Feedback as the SDK reads it, in the hub's words again. */
final class FeedbackRecords {
    private FeedbackRecords() {}

    static List<FeedbackRecord> of(FeedbackBatch batch) {
        // The SDK leaves the list of an empty batch null.
        return batch.getRecords() == null
                ? List.of()
                : batch.getRecords().stream().map(FeedbackRecords::of).toList();
    }

    private static FeedbackRecord of(com.microsoft.azure.sdk.iot.service.messaging.FeedbackRecord told) {
        String messageId = orEmpty(told.getOriginalMessageId());
        return new FeedbackRecord(
                orEmpty(told.getDeviceId()),
                orEmpty(told.getDeviceGenerationId()),
                messageId.isEmpty() ? null : messageId,
                word(told.getStatusCode()),
                orEmpty(told.getDescription()),
                told.getEnqueuedTimeUtc().toInstant());
    }

    private static String word(FeedbackStatusCode code) {
        return switch (code) {
            case success -> "Success";
            case expired -> "Expired";
            case deliveryCountExceeded -> "DeliveryCountExceeded";
            case rejected -> "Rejected";
            case unknown -> "unknown"; // any other word, "Purged" among them
        };
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
