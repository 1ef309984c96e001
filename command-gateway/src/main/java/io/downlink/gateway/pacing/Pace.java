package io.downlink.gateway.pacing;

import java.time.Duration;
import java.time.Instant;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How fast one replica sends one kind of call: additive increase, multiplicative decrease.
 *
 * <p>It begins with its own part of the gateway's share of the hub, and climbs towards the whole share as long as calls
 * wait for it and none is answered 429. A 429 halves it, once for all calls that were open by then. Above its own part it
 * only uses what other replicas leave: there a 429, or a hub that {@linkplain HeldBack holds calls back}, says that they
 * leave nothing, so it goes back to its own part, and stays there for a while. Otherwise all replicas together would climb
 * to where the hub holds them up, however small the share.
 *
 * <p>Not safe for use by many threads.
 */
final class Pace {
    /** Of its own part, in each second in which a call waited: from half to the whole in ten. */
    private static final double CLIMB = 0.05;

    private static final double FACTOR_MIN = 1.0 / 16;

    /** How long it stays at its own part: doubled each time, until nothing spoke against more for twice the longest. */
    private static final Duration STAY_FIRST = Duration.ofSeconds(30);

    private static final Duration STAY_LONGEST = Duration.ofMinutes(4);

    /** However long a hub asks for. */
    private static final Duration PAUSE_MAX = Duration.ofMinutes(1);

    private final double share;
    private final DoubleSupplier part;
    private final TokenBucket bucket;
    private final HeldBack heldBack = new HeldBack();

    /** Of its own part. */
    private double factor = 1;

    private boolean demanded;
    private Instant stepped;
    private Instant cut = Instant.MIN;
    private Instant staysUntil = Instant.MIN;
    private Duration stay = STAY_FIRST;

    /**
     * @param share tokens a second, of all replicas together
     * @param part of the partitions that this replica owns, 0 to 1
     */
    Pace(double share, DoubleSupplier part, Instant now) {
        this.share = share;
        this.part = part;
        this.stepped = now;
        this.bucket = new TokenBucket(rate(), now);
    }

    /** @return nothing if a call of that cost may start now */
    Duration wait(int cost, Instant now) {
        step(now);
        Duration wait = bucket.wait(cost, now);
        demanded |= !wait.isZero();
        return wait;
    }

    void take(int cost, Instant now) {
        bucket.take(cost, now);
    }

    /** @param after how long the call took */
    void answered(Duration after) {
        heldBack.answered(after);
    }

    /**
     * The hub answered 429.
     *
     * @param began when that call began: what was open at the last cut says nothing new
     * @param retryAfter what the hub asks for, null where it gives no time
     */
    void throttled(Instant began, @Nullable Duration retryAfter, Instant now) {
        if (began.isAfter(cut)) {
            if (factor > 1) {
                stayAtOwnPart(now);
            } else {
                factor = Math.max(FACTOR_MIN, factor / 2);
            }
            cut = now;
            stepped = now;
            demanded = false;
            bucket.rate(rate(), now);
        }
        if (retryAfter != null) {
            bucket.pauseUntil(now.plus(retryAfter.compareTo(PAUSE_MAX) < 0 ? retryAfter : PAUSE_MAX));
        }
    }

    private void stayAtOwnPart(Instant now) {
        boolean roomSinceThen = cut.isBefore(now.minus(STAY_LONGEST.multipliedBy(2)));
        Duration doubled = stay.multipliedBy(2);
        stay = roomSinceThen ? STAY_FIRST : doubled.compareTo(STAY_LONGEST) < 0 ? doubled : STAY_LONGEST;
        staysUntil = now.plus(stay);
        factor = 1;
        cut = now;
    }

    /** Tokens a second, now. */
    double rate() {
        return Math.min(share, share * part.getAsDouble() * factor);
    }

    /** Tokens a second, of all replicas together. */
    double share() {
        return share;
    }

    private void step(Instant now) {
        if (now.isBefore(stepped)) {
            stepped = now; // the clock was set back
        }
        if (!now.isBefore(stepped.plusSeconds(1))) {
            double own = part.getAsDouble();
            if (heldBack.second() && factor > 1) {
                stayAtOwnPart(now);
            } else if (demanded && own > 0) {
                factor = Math.min(now.isBefore(staysUntil) ? 1 : 1 / own, factor + CLIMB);
            }
            demanded = false;
            stepped = now;
        }
        if (bucket.perSecond() != rate()) {
            bucket.rate(rate(), now);
        }
    }
}
