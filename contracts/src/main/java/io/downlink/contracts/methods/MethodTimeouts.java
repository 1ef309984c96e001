package io.downlink.contracts.methods;

import io.downlink.contracts.requests.Limits;
import java.time.Duration;

/**
 * The timeouts of a call that names none.
 *
 * @param connectTimeout 0 s to 300 s in whole seconds, no longer than the response timeout
 * @param responseTimeout 5 s to 300 s in whole seconds
 */
public record MethodTimeouts(Duration connectTimeout, Duration responseTimeout) {
    /** 30 s for the answer, and no waiting for the connection. */
    public static final MethodTimeouts STANDARD = new MethodTimeouts(Duration.ZERO, Duration.ofSeconds(30));

    public MethodTimeouts {
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
