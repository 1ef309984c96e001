package io.downlink.contracts.commands;

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
        Timeouts timeouts,
        Map<String, Timeouts> timeoutsByMethod) {

    /** An hour, a day, 3 attempts, 30 s for the answer and no waiting for the connection. */
    public static final RequestDefaults STANDARD = new RequestDefaults(
            Duration.ofHours(1),
            Duration.ofHours(24),
            3,
            new Timeouts(Duration.ZERO, Duration.ofSeconds(30)),
            Map.of());

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
    Timeouts timeoutsOf(String method) {
        return timeoutsByMethod.getOrDefault(method, timeouts);
    }

    /**
     * @param connectTimeout 0 s to 300 s in whole seconds, no longer than the response timeout
     * @param responseTimeout 5 s to 300 s in whole seconds
     */
    public record Timeouts(Duration connectTimeout, Duration responseTimeout) {
        public Timeouts {
            if (!Limits.CONNECT_TIMEOUT.contains(connectTimeout)) {
                throw new IllegalArgumentException(
                        "connect-timeout is %s: %s".formatted(connectTimeout, Limits.CONNECT_TIMEOUT));
            }
            if (!Limits.RESPONSE_TIMEOUT.contains(responseTimeout)) {
                throw new IllegalArgumentException(
                        "response-timeout is %s: %s".formatted(responseTimeout, Limits.RESPONSE_TIMEOUT));
            }
            if (connectTimeout.compareTo(responseTimeout) > 0) {
                throw new IllegalArgumentException("connect-timeout (%s) is longer than response-timeout (%s)"
                        .formatted(connectTimeout, responseTimeout));
            }
        }
    }
}
