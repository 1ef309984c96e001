package io.downlink.orchestrator.work;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;

/** Says that there is something to do before the next tick. */
public final class Nudges {
    private final BroadcastProcessor<Long> nudges = BroadcastProcessor.create();

    /** May be called from any thread. */
    public synchronized void now() {
        nudges.onNext(0L);
    }

    /** To everybody who listens; nothing is kept for who does not. */
    public Multi<Long> heard() {
        return nudges;
    }
}
