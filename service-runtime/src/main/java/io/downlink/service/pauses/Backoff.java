package io.downlink.service.pauses;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses between attempts: exponential with full jitter, so that many commands that failed together do not come back
 * together.
 *
 * @param first the longest pause after the first failure; it doubles with each further one
 * @param longest the longest pause at all
 * @see <a href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Exponential Backoff And
 *     Jitter</a>
 */
public record Backoff(Duration first, Duration longest) {
    private static final int DOUBLINGS_MAX = 30;

    /**
     * @param failures how many attempts have failed, 1 or more
     * @return between nothing and the bound for that many failures, by chance
     */
    public Duration pause(int failures, RandomGenerator random) {
        return Duration.ofNanos(random.nextLong(bound(failures).toNanos() + 1));
    }

    /**
     * @param failures how many attempts have failed, 1 or more
     * @return the bound itself: for asking again in a steady rhythm
     */
    public Duration bound(int failures) {
        Duration doubled = first.multipliedBy(1L << Math.clamp(failures - 1L, 0, DOUBLINGS_MAX));
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }
}
