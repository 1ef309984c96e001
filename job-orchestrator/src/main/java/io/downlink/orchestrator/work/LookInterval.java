package io.downlink.orchestrator.work;

import io.downlink.orchestrator.life.Job;
import io.downlink.orchestrator.life.JobState.InHub;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

/**
 * How often a hub is asked how its jobs stand: half as often as nothing new was seen of any of them, so that what is told
 * of a job is late by half of the time for which it stood still, and a job of hours costs few calls.
 */
final class LookInterval {
    private final Duration shortest;
    private final Duration longest;
    private final Clock clock;
    private volatile Instant last = Instant.MIN;

    LookInterval(Duration shortest, Duration longest, Clock clock) {
        this.shortest = shortest;
        this.longest = longest;
        this.clock = clock;
    }

    /** @return whether a look is due, until one is {@link #made()} */
    boolean isDue(Collection<Job> followed) {
        Instant now = clock.instant();
        Duration quiet = followed.stream()
                .map(job -> quietFor(job, now))
                .min(Duration::compareTo)
                .orElse(Duration.ZERO);
        // Ticks come as often as the shortest interval, give or take: one that comes a moment early counts.
        boolean clockWasSetBack = last.isAfter(now);
        return clockWasSetBack
                || !now.isBefore(last.plus(within(quiet.dividedBy(2))).minus(shortest.dividedBy(2)));
    }

    /** The hub has said how they stand. */
    void made() {
        last = clock.instant();
    }

    /** None where the hub does not know the job: that is to be settled soon. */
    private static Duration quietFor(Job job, Instant now) {
        return job.state() instanceof InHub inHub && inHub.unknownSince() == null
                ? Duration.between(inHub.since(), now)
                : Duration.ZERO;
    }

    private Duration within(Duration interval) {
        if (interval.compareTo(shortest) < 0) {
            return shortest;
        }
        return interval.compareTo(longest) > 0 ? longest : interval;
    }
}
