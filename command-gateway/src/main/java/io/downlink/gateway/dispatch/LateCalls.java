package io.downlink.gateway.dispatch;

import io.downlink.contracts.commands.CommandId.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calls that were given up in doubt, and may still reach their device: its next command waits until none can, or the two
 * would meet there, or come in the wrong order. Holds a lane only until its time has come.
 */
final class LateCalls {
    private final Map<Lane, Instant> arriveUntil = new ConcurrentHashMap<>();

    /** A call was given up that may reach its device until then. */
    void mayArrive(Lane lane, Instant until, Instant now) {
        arriveUntil.values().removeIf(other -> !other.isAfter(now));
        arriveUntil.merge(lane, until, (one, other) -> one.isAfter(other) ? one : other);
    }

    /** How long the lane's next command has to wait. */
    Duration left(Lane lane, Instant now) {
        Instant until = arriveUntil.getOrDefault(lane, now);
        return until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO;
    }
}
