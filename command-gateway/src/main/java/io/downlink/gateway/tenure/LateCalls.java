package io.downlink.gateway.tenure;

import io.downlink.gateway.marks.LogEntry.LateCall;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calls that were given up in doubt, and may still reach their device: its next command waits until none can, or the two
 * would meet there, or come in the wrong order. Holds a lane only until its time has come.
 */
final class LateCalls {
    private final Clock clock;
    private final Map<Long, Instant> arriveUntil = new ConcurrentHashMap<>();

    LateCalls(Clock clock) {
        this.clock = clock;
    }

    /** What an earlier owner of the partition has given up counts as much. */
    void restore(Collection<LateCall> calls) {
        calls.forEach(this::mayArrive);
    }

    void mayArrive(LateCall call) {
        arriveUntil.merge(call.lane(), call.until(), (one, other) -> one.isAfter(other) ? one : other);
    }

    boolean isEmpty() {
        return arriveUntil.isEmpty();
    }

    /** How long the lane's next command has to wait. */
    Duration left(long lane) {
        Instant now = clock.instant();
        Instant until = arriveUntil.getOrDefault(lane, now);
        return until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO;
    }

    /** Those that have not arrived by now, for the log. The others are forgotten. */
    List<LateCall> left() {
        Instant now = clock.instant();
        arriveUntil.values().removeIf(until -> !until.isAfter(now));
        return arriveUntil.entrySet().stream()
                .map(call -> new LateCall(call.getKey(), call.getValue()))
                .toList();
    }
}
