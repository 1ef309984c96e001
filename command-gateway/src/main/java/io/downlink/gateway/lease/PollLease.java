package io.downlink.gateway.lease;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Holds while the consumer's last poll is younger than two thirds of the session timeout: a replica that stood still may
 * have been replaced, and starts no call before it has asked its group.
 *
 * <p>Safe for use by many threads.
 */
public final class PollLease {
    private final Duration lasts;
    private final Clock clock;
    private final Instant created;
    private volatile Instant polled = Instant.MIN;
    private volatile Instant confirmed = Instant.MIN;

    /** @param sessionTimeout after which the group gives the partitions of a silent replica to others */
    public PollLease(Duration sessionTimeout, Clock clock) {
        this.lasts = sessionTimeout.multipliedBy(2).dividedBy(3);
        this.clock = clock;
        this.created = clock.instant();
    }

    /** A poll that began then has ended. Says nothing of the group. */
    void polled(Instant began) {
        polled = began;
    }

    /** When that poll began, this replica was in its group. */
    void confirmed(Instant pollBegan) {
        confirmed = pollBegan;
    }

    public boolean holds() {
        return confirmed.isAfter(clock.instant().minus(lasts));
    }

    /** Since the last poll began; before the first one, since the start. */
    public Duration silence() {
        Instant since = polled.isAfter(created) ? polled : created;
        return Duration.between(since, clock.instant());
    }

    /** Whether a poll that began then is young enough. */
    boolean covers(Instant pollBegan) {
        return pollBegan.isAfter(clock.instant().minus(lasts));
    }
}
