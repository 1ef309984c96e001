package io.downlink.gateway.startup;

import io.downlink.gateway.CommandPipeline;
import io.downlink.gateway.dispatch.Hubs;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * Ends the work in hand: no new call starts, open calls are awaited, their outcomes published and their records
 * acknowledged. What has not been sent stays unacknowledged and is read again by whoever comes next.
 */
@Singleton
class Drain {
    private static final Logger LOGGER = Logger.getLogger(Drain.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);
    /** For the outcomes of calls that were cut off. */
    private static final Duration AFTER_CUTTING_OFF = Duration.ofSeconds(5);

    private final Hubs hubs;
    private final CommandPipeline pipeline;
    private final Clock clock;

    Drain(Hubs hubs, CommandPipeline pipeline, Clock clock) {
        this.hubs = hubs;
        this.pipeline = pipeline;
        this.clock = clock;
    }

    /** Blocks until all is done, at most for the given time and a little longer. */
    void await(Duration limit) {
        hubs.startNothingMore();
        LOGGER.infof(
                "gateway stops, open calls are awaited callsInFlight=%d unrecorded=%d limit=%s",
                hubs.callsInFlight(), pipeline.unrecorded(), limit);
        var _ = quietWithin(limit);
        int cutOff = hubs.callsInFlight();
        hubs.close(); // what is still open ends as may have been executed
        if (!quietWithin(AFTER_CUTTING_OFF)) {
            LOGGER.warnf("gateway stops with outcomes that Kafka did not take unrecorded=%d", pipeline.unrecorded());
        }
        LOGGER.infof("gateway stopped callsCutOff=%d commandsLeft=%d", cutOff, pipeline.buffered());
    }

    private boolean quietWithin(Duration limit) {
        Instant end = clock.instant().plus(limit);
        while (hubs.callsInFlight() > 0 || pipeline.unrecorded() > 0) {
            if (clock.instant().isAfter(end)) {
                return false;
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        return true;
    }
}
