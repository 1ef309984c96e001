package io.downlink.orchestrator.work;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether a hub may have a slot, by what it said last. Each time that it is offered a job in vain costs three calls; so
 * while it has as many of ours as when it was full, it is offered one only now and then, for others may have given slots
 * back.
 */
final class SlotWatch {
    private static final int UNKNOWN = Integer.MAX_VALUE;

    private final Duration pauseFirst;
    private final Duration pauseLongest;
    private final Clock clock;
    private int oursWhenFull = UNKNOWN;
    private Duration pause;
    private Instant again = Instant.MIN;

    SlotWatch(Duration pauseFirst, Duration pauseLongest, Clock clock) {
        this.pauseFirst = pauseFirst;
        this.pauseLongest = pauseLongest;
        this.clock = clock;
        this.pause = pauseFirst;
    }

    /** @param ours how many of our jobs the hub has */
    boolean mayBeFree(int ours) {
        return ours < oursWhenFull || !clock.instant().isBefore(again);
    }

    /** The hub said that it has no slot. */
    void full(int ours) {
        pause = ours == oursWhenFull ? doubled() : pauseFirst;
        oursWhenFull = ours;
        again = clock.instant().plus(pause);
    }

    /**
     * The hub took a job.
     *
     * @param ours how many it has now
     */
    void taken(int ours) {
        if (ours > oursWhenFull) {
            oursWhenFull = UNKNOWN;
        }
    }

    private Duration doubled() {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(pauseLongest) > 0 ? pauseLongest : twice;
    }
}
