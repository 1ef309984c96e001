package io.downlink.gateway.pacing;

import java.time.Duration;
import java.time.Instant;

/**
 * Tokens that come at a steady rate, kept for one second. Whoever needs more than that waits for a full bucket and leaves
 * it in debt, so that the rate holds for every size.
 *
 * <p>Not safe for use by many threads.
 */
final class TokenBucket {
    private static final double NANOS = 1e9;

    private double perSecond;
    private double tokens;
    private Instant filled;
    private Instant pausedUntil = Instant.MIN;

    /** Full at first. */
    TokenBucket(double perSecond, Instant now) {
        this.perSecond = perSecond;
        this.tokens = capacity();
        this.filled = now;
    }

    double perSecond() {
        return perSecond;
    }

    /** From now on they come at this rate, 0 or more. */
    void rate(double tokensPerSecond, Instant now) {
        fill(now);
        perSecond = tokensPerSecond;
        tokens = Math.min(tokens, capacity());
    }

    /** Nothing is given out before that time. */
    void pauseUntil(Instant time) {
        if (time.isAfter(pausedUntil)) {
            pausedUntil = time;
        }
    }

    boolean has(int cost, Instant now) {
        return wait(cost, now).isZero();
    }

    /** How long until it has, if nobody else takes; a minute where that is not foreseeable. */
    Duration wait(int cost, Instant now) {
        fill(now);
        double missing = Math.min(cost, capacity()) - tokens;
        Duration forTokens = missing <= 0 ? Duration.ZERO : time(missing);
        Duration forPause = now.isBefore(pausedUntil) ? Duration.between(now, pausedUntil) : Duration.ZERO;
        return forTokens.compareTo(forPause) > 0 ? forTokens : forPause;
    }

    void take(int cost, Instant now) {
        fill(now);
        tokens -= cost;
    }

    private Duration time(double missing) {
        double seconds = perSecond > 0 ? missing / perSecond : Double.MAX_VALUE;
        return Duration.ofNanos((long) Math.ceil(Math.min(seconds, 60) * NANOS));
    }

    private double capacity() {
        return Math.max(1, perSecond);
    }

    /** A clock that is set back fills nothing for its step, and goes on from there. */
    private void fill(Instant now) {
        if (now.isAfter(filled)) {
            tokens = Math.min(capacity(), tokens + Duration.between(filled, now).toNanos() / NANOS * perSecond);
        }
        filled = now;
    }
}
