package io.downlink.orchestrator.work;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import java.util.concurrent.Executor;

/** Says that there is something to do before the next tick. */
public final class Nudges {
    private final BroadcastProcessor<Long> nudges = BroadcastProcessor.create();
    private final Executor threads;

    /** @param threads where they are heard: a look at a hub follows, and nobody who nudges is to wait for it */
    public Nudges(Executor threads) {
        this.threads = threads;
    }

    /** May be called from any thread. */
    public synchronized void now() {
        nudges.onNext(0L);
    }

    /** To everybody who listens; nothing is kept for who does not. */
    public Multi<Long> heard() {
        return nudges.onOverflow().drop().emitOn(threads);
    }
}
