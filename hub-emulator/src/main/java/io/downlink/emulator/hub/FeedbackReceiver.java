package io.downlink.emulator.hub;

import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One of the receivers that compete for feedback. It takes a batch whenever it likes, and settles it in time. */
public final class FeedbackReceiver {
    private final FeedbackQueue batches;
    private final Runnable arrived;
    private final Consumer<FeedbackReceiver> closed;

    FeedbackReceiver(FeedbackQueue batches, Runnable arrived, Consumer<FeedbackReceiver> closed) {
        this.batches = batches;
        this.arrived = arrived;
        this.closed = closed;
    }

    /** The oldest batch that nobody holds; null: there is none now. */
    public @Nullable FeedbackBatch take() {
        return batches.take(this);
    }

    /**
     * The batch is dealt with.
     *
     * @return false if its lock ran out before: somebody may get it again
     */
    public boolean complete(UUID lockToken) {
        return batches.complete(lockToken);
    }

    /**
     * The batch comes again, to this receiver or to another.
     *
     * @return false if its lock ran out before
     */
    public boolean abandon(UUID lockToken) {
        return batches.abandon(lockToken);
    }

    /** Gives back what it holds. */
    public void close() {
        closed.accept(this);
        batches.giveBack(this);
    }

    void announce() {
        arrived.run();
    }
}
