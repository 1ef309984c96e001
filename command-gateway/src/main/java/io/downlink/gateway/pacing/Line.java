package io.downlink.gateway.pacing;

import io.downlink.contracts.requests.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one kind that wait for a hub: interactive ones before bulk ones, and of ten tokens one for bulk while both
 * wait, so that a long row of interactive commands does not stop a campaign altogether. One in ten slows interactive
 * commands down by as much, which nobody notices.
 *
 * <p>Not safe for use by many threads.
 */
final class Line {
    private static final double BULK_FOR_EACH_INTERACTIVE = 1.0 / 9;
    /** What bulk may save up: one call of the largest payload. */
    private static final double OWED_MAX = 32;

    private final SequencedSet<Waiting> interactive = new LinkedHashSet<>();
    private final SequencedSet<Waiting> bulk = new LinkedHashSet<>();
    private final CircuitBreaker breaker = new CircuitBreaker();
    private final @Nullable Pace pace;
    private double owedToBulk;
    private double metered;

    /** @param pace null where there is none to keep */
    Line(@Nullable Pace pace) {
        this.pace = pace;
    }

    CircuitBreaker breaker() {
        return breaker;
    }

    boolean isAway() {
        return breaker.state() != CircuitBreaker.State.CLOSED;
    }

    Optional<Pace> pace() {
        return Optional.ofNullable(pace);
    }

    /** Tokens that calls have taken so far. */
    double metered() {
        return metered;
    }

    int waiting(Priority priority) {
        return queue(priority).size();
    }

    void enter(Waiting call) {
        queue(call.ask().priority()).add(call);
    }

    /**
     * Whose turn it is.
     *
     * @param bulkMay whether a bulk call may start at all now
     * @return null if nobody's
     */
    @Nullable
    Waiting first(boolean bulkMay) {
        Waiting urgent = firstOf(interactive);
        Waiting patient = bulkMay ? firstOf(bulk) : null;
        if (urgent == null || patient == null) {
            return urgent == null ? patient : urgent;
        }
        return owedToBulk >= patient.ask().cost() ? patient : urgent;
    }

    private static @Nullable Waiting firstOf(SequencedSet<Waiting> queue) {
        return queue.isEmpty() ? null : queue.getFirst();
    }

    boolean hasWaiting() {
        return !interactive.isEmpty() || !bulk.isEmpty();
    }

    /** It does not start after all: nobody waits for it any more, or it is too late. Does nothing if it is not here. */
    void leave(Waiting call) {
        queue(call.ask().priority()).remove(call);
    }

    /** How long until a call may start; nothing if it may now. */
    Duration wait(Waiting call, Instant now) {
        Duration forHub = breaker.wait(now);
        Duration forTokens = pace == null ? Duration.ZERO : pace.wait(call.ask().cost(), now);
        return forHub.compareTo(forTokens) > 0 ? forHub : forTokens;
    }

    /**
     * The first one of its priority starts.
     *
     * @return whether it is a probe
     */
    boolean start(Waiting call, Instant now) {
        int cost = call.ask().cost();
        leave(call);
        switch (call.ask().priority()) {
            case INTERACTIVE -> {
                if (!bulk.isEmpty()) {
                    owedToBulk = Math.min(OWED_MAX, owedToBulk + cost * BULK_FOR_EACH_INTERACTIVE);
                }
            }
            case BULK -> owedToBulk = Math.max(0, owedToBulk - cost);
        }
        if (pace != null) {
            pace.take(cost, now);
        }
        metered += cost;
        return breaker.begins(now);
    }

    /** Takes out one for which it is too late; null if there is none. */
    @Nullable
    Waiting late(Instant now) {
        Waiting late = late(interactive, now);
        return late == null ? late(bulk, now) : late;
    }

    private static @Nullable Waiting late(SequencedSet<Waiting> queue, Instant now) {
        for (Iterator<Waiting> calls = queue.iterator(); calls.hasNext(); ) {
            Waiting call = calls.next();
            if (call.isLate(now)) {
                calls.remove();
                return call;
            }
        }
        return null;
    }

    private SequencedSet<Waiting> queue(Priority priority) {
        return switch (priority) {
            case INTERACTIVE -> interactive;
            case BULK -> bulk;
        };
    }
}
