package io.downlink.contracts.commands;

import io.downlink.contracts.methods.MethodTimeouts;
import io.downlink.contracts.requests.Limits;
import java.time.Duration;
import java.util.Map;

/**
 * What a request gets where it says nothing, and how far ahead it may reach.
 *
 * @param lifetime how long after its record's timestamp a request without a deadline may still be sent
 * @param lifetimeMax how far after its record's timestamp a request's deadline may lie, no less than {@code lifetime}
 * @param attemptsMax 1 to 100
 * @param timeouts of every method that {@code timeoutsByMethod} does not name
 * @param timeoutsByMethod by the method's name
 */
public record RequestDefaults(
        Duration lifetime,
        Duration lifetimeMax,
        int attemptsMax,
        MethodTimeouts timeouts,
        Map<String, MethodTimeouts> timeoutsByMethod) {

    /** An hour, a day, 3 attempts, 30 s for the answer and no waiting for the connection. */
    public static final RequestDefaults STANDARD =
            new RequestDefaults(Duration.ofHours(1), Duration.ofHours(24), 3, MethodTimeouts.STANDARD, Map.of());

    public RequestDefaults {
        timeoutsByMethod = Map.copyOf(timeoutsByMethod);
        if (lifetime.isNegative() || lifetime.isZero() || lifetime.compareTo(lifetimeMax) > 0) {
            throw new IllegalArgumentException(
                    "lifetime is %s: more than zero, and lifetime-max (%s) at most".formatted(lifetime, lifetimeMax));
        }
        if (!Limits.ATTEMPTS.contains(attemptsMax)) {
            throw new IllegalArgumentException("attempts-max is %d: %s".formatted(attemptsMax, Limits.ATTEMPTS));
        }
    }

    /** The timeouts of a method call that names none. */
    MethodTimeouts timeoutsOf(String method) {
        return timeoutsByMethod.getOrDefault(method, timeouts);
    }
}
