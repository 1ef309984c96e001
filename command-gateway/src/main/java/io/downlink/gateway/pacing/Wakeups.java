package io.downlink.gateway.pacing;

import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Runs something later, without holding a thread. A port, so that tests need not wait. */
@FunctionalInterface
public interface Wakeups {

    void in(Duration time, Runnable action);

    /** By Mutiny's timer, up to a millisecond late: an event loop's refuses what is shorter than one. */
    static Wakeups byTimer() {
        return (time, action) -> {
            var _ = Infrastructure.getDefaultWorkerPool().schedule(action, time.toMillis() + 1, TimeUnit.MILLISECONDS);
        };
    }
}
