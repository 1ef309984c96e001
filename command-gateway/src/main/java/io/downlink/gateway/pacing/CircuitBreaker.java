package io.downlink.gateway.pacing;

import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;

/**
 * Whether a hub can be reached for one kind of call. It opens when five calls in a row, or half of the last twenty, found
 * the hub away; from then on one call at a time is let through, at growing distances, to see whether it is back.
 *
 * <p>Not safe for use by many threads.
 */
final class CircuitBreaker {
    private static final int ROW = 5;
    private static final int WINDOW = 20;
    private static final Duration PAUSE_FIRST = Duration.ofSeconds(1);
    private static final Duration PAUSE_LONGEST = Duration.ofSeconds(30);

    private final BitSet failures = new BitSet(WINDOW);
    private int calls;
    private int row;

    private State state = State.CLOSED;
    private Instant opened = Instant.MIN;
    private Instant nextProbe = Instant.MIN;
    private Duration pause = PAUSE_FIRST;

    enum State {
        CLOSED,
        /** A probe is under way. */
        HALF_OPEN,
        OPEN;

        /** In metrics. */
        int level() {
            return switch (this) {
                case CLOSED -> 0;
                case HALF_OPEN -> 1;
                case OPEN -> 2;
            };
        }
    }

    State state() {
        return state;
    }

    /** @return nothing if a call may start now */
    Duration wait(Instant now) {
        return state == State.CLOSED || !now.isBefore(nextProbe) ? Duration.ZERO : Duration.between(now, nextProbe);
    }

    /**
     * A call starts.
     *
     * @return whether it is a probe. The next one does not wait for it: a device may take minutes to answer
     */
    boolean begins(Instant now) {
        if (state == State.CLOSED) {
            return false;
        }
        state = State.HALF_OPEN;
        nextProbe = now.plus(pause);
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(PAUSE_LONGEST) < 0 ? doubled : PAUSE_LONGEST;
        return true;
    }

    /**
     * A call has ended.
     *
     * @param began only what began after the breaker opened says that the hub is back, or still away
     * @param away whether the hub could not be reached, or failed itself
     */
    void ended(Instant began, boolean away, Instant now) {
        switch (state) {
            case CLOSED -> {
                note(away);
                if (row >= ROW || failures.cardinality() * 2 >= WINDOW) {
                    state = State.OPEN;
                    opened = now;
                    nextProbe = now.plus(pause);
                }
            }
            case OPEN, HALF_OPEN -> {
                if (began.isBefore(opened)) {
                    return;
                }
                if (away) {
                    state = State.OPEN;
                } else {
                    close();
                }
            }
        }
    }

    private void note(boolean away) {
        failures.set(calls % WINDOW, away);
        calls++;
        row = away ? row + 1 : 0;
    }

    private void close() {
        state = State.CLOSED;
        pause = PAUSE_FIRST;
        failures.clear();
        calls = 0;
        row = 0;
    }
}
