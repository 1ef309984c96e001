package io.downlink.orchestrator.startup;

import io.downlink.orchestrator.requests.RequestPipeline;
import io.downlink.orchestrator.state.Jobs;
import io.downlink.orchestrator.work.Turns;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * Ends the work in hand: nothing new begins, and what was begun is written and told. Whatever is left over is taken up by
 * who comes next, as after a crash.
 */
@Singleton
class Drain {
    private static final Logger LOGGER = Logger.getLogger(Drain.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);

    private final Jobs jobs;
    private final Turns turns;
    private final RequestPipeline requests;
    private final Clock clock;

    Drain(Jobs jobs, Turns turns, RequestPipeline requests, Clock clock) {
        this.jobs = jobs;
        this.turns = turns;
        this.requests = requests;
        this.clock = clock;
    }

    /** Blocks until all is done, at most for the given time. */
    void await(Duration limit) {
        jobs.close();
        Instant end = clock.instant().plus(limit);
        while (turns.open() > 0 || requests.open() > 0) {
            if (clock.instant().isAfter(end)) {
                LOGGER.warnf("work is left over jobs=%d requests=%d", turns.open(), requests.open());
                return;
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }
}
