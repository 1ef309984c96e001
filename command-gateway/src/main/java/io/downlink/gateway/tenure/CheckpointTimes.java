package io.downlink.gateway.tenure;

import java.time.Duration;
import java.time.Instant;

/**
 * When a partition's next checkpoint is due.
 *
 * <p>Not safe for use by many threads.
 */
final class CheckpointTimes {
    /** A checkpoint is written again before the log's retention takes it away. */
    private static final Duration LIVES = Duration.ofHours(1);

    /** Of so many parked places the log takes one each second at most: larger checkpoints come less often. */
    private static final int PLACES_PER_SECOND = 200;

    private static final Duration WAITS_MAX = Duration.ofMinutes(10);

    private boolean changed = true;
    private Instant written = Instant.MIN;
    private Duration waits = Duration.ZERO;

    /** A later checkpoint would say more than the latest. */
    void changed() {
        changed = true;
    }

    /** Whether there is anything to write. */
    boolean isDue(Instant now) {
        return changed || now.isAfter(written.plus(LIVES));
    }

    /** Whether the latest is younger than one that large need be. */
    boolean mayWait(Instant now) {
        return now.isBefore(written.plus(waits));
    }

    /** One is about to be written. */
    void begin(Instant now) {
        changed = false;
        written = now;
    }

    /** One that tells of so many parked commands has been made. */
    void made(int places) {
        Duration forPlaces = Duration.ofSeconds(places / PLACES_PER_SECOND);
        waits = forPlaces.compareTo(WAITS_MAX) < 0 ? forPlaces : WAITS_MAX;
    }
}
