package io.downlink.emulator.jobs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Spreads the work of all jobs over time. */
final class Pace {
    private final Clock clock;
    private final @Nullable Duration interval;
    private Instant nextFree = Instant.MIN;

    Pace(@Nullable Integer perSecond, Clock clock) {
        this.interval = perSecond == null ? null : Duration.ofSeconds(1).dividedBy(perSecond);
        this.clock = clock;
    }

    /** Takes the next place, and returns zero; or how long to wait before asking again. */
    synchronized Duration take() {
        if (interval == null) {
            return Duration.ZERO;
        }
        Instant now = clock.instant();
        if (now.isBefore(nextFree)) {
            return Duration.between(now, nextFree);
        }
        nextFree = now.plus(interval);
        return Duration.ZERO;
    }
}
