package io.downlink.emulator.hub;

import java.util.concurrent.atomic.LongAdder;

/** Counts the cloud-to-device messages. */
public final class MessageStatistics {
    private final LongAdder enqueued = new LongAdder();
    private final LongAdder delivered = new LongAdder();
    private final LongAdder completed = new LongAdder();

    MessageStatistics() {}

    /** Messages accepted. */
    public long enqueuedCount() {
        return enqueued.sum();
    }

    /** Deliveries to devices; a message that came back counts again. */
    public long deliveredCount() {
        return delivered.sum();
    }

    /** Messages that devices completed. */
    public long completedCount() {
        return completed.sum();
    }

    /** Starts counting anew. */
    public void restart() {
        enqueued.reset();
        delivered.reset();
        completed.reset();
    }

    void enqueued() {
        enqueued.increment();
    }

    void delivered() {
        delivered.increment();
    }

    void ended(FeedbackStatus status) {
        if (status == FeedbackStatus.SUCCESS) {
            completed.increment();
        }
    }
}
