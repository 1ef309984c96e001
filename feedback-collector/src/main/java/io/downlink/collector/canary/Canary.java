package io.downlink.collector.canary;

import io.downlink.hub.FeedbackBatch;
import io.downlink.hub.FeedbackRecord;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Whether one hub's receiver hears is tried out, or not. */
public interface Canary {
    /** It is not. */
    Canary NONE = new Canary() {
        @Override
        public Multi<FeedbackBatch> beside(Multi<FeedbackBatch> batches, Uni<Void> opened) {
            return batches;
        }

        @Override
        public boolean hears(FeedbackRecord record) {
            return false;
        }

        @Override
        public Optional<CanaryState> state() {
            return Optional.empty();
        }
    };

    /**
     * The batches of a receiver, while it is tried out.
     *
     * @param opened ends when the hub has accepted it
     * @return fails with {@link DeafReceiverException} where it hears nothing, and as it fails itself
     */
    Multi<FeedbackBatch> beside(Multi<FeedbackBatch> batches, Uni<Void> opened);

    /** Whether that is what is waited for, or was once: then it is nobody else's. */
    boolean hears(FeedbackRecord record);

    /** What came of the latest try; empty where there is none. */
    Optional<CanaryState> state();
}
