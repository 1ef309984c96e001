package io.downlink.hub;

import java.util.List;

/** Records that a hub delivers together, and delivers again unless the batch is completed. */
public interface FeedbackBatch {

    /** At most 64 at IoT Hub. */
    List<FeedbackRecord> records();

    /**
     * Takes the batch off the hub's queue. It counts within 10 s of the delivery: later the batch has been abandoned,
     * and comes once more.
     *
     * @return whether it came in time
     */
    boolean complete();

    /** Leaves the batch with the hub, which delivers it again at once. The second of these two calls has no effect. */
    void abandon();
}
