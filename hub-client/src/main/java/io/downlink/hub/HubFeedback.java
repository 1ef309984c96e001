package io.downlink.hub;

import io.smallrye.mutiny.Multi;

/** What a hub tells of the cloud-to-device messages that it was given. */
public interface HubFeedback extends AutoCloseable {

    /**
     * Receives feedback, one batch at a time.
     *
     * <p>Each subscription is one receiver. The next batch comes when this one was {@linkplain FeedbackBatch#complete()
     * completed} or {@linkplain FeedbackBatch#abandon() abandoned}, and was asked for: a batch that finds no demand
     * within 10 s is abandoned. Cancelling closes the receiver; what was not completed the hub delivers again, to this
     * receiver or another, ten times in all at IoT Hub's defaults, and then drops it. So neither holding back demand nor
     * abandoning is a way to wait: cancel, and subscribe again.
     *
     * <p>The SDK takes up to 1,024 batches ahead, each under a lock of 60 s at IoT Hub's defaults: whoever is slow gets
     * batches that another delivery has overtaken. A batch that the SDK cannot read is abandoned by it, and never comes
     * here.
     *
     * @param opened runs once for each subscription, on its virtual thread, when the hub has accepted the receiver, and
     *     before the first batch; it must not block
     * @return batches, on a virtual thread of the client; never completes, and fails with {@link HubException} and
     *     nothing else when the receiver cannot be opened or is lost, which shows within seconds, but not while a batch
     *     is held: subscribe again for a new one
     * @see <a href="https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-messages-c2d">Message feedback</a>
     */
    Multi<FeedbackBatch> feedback(Runnable opened);

    /** The same for who need not know when a receiver stands. */
    default Multi<FeedbackBatch> feedback() {
        return feedback(() -> {});
    }

    @Override
    void close();
}
