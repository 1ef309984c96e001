package io.downlink.hub;

import java.time.Duration;

/**
 * How long the steps of a call may take besides what the call itself allows the hub and the device.
 *
 * @param connect for a TCP connection, and as long for TLS upon it
 * @param margin what an answer may take beyond the call's own two timeouts, until the client ends it
 * @param place how long it may take until a call is sent: for a token, a free connection, or a new one
 */
record CallTimeouts(Duration connect, Duration margin, Duration place) {

    static final CallTimeouts DEFAULTS =
            new CallTimeouts(Duration.ofSeconds(4), Duration.ofSeconds(10), Duration.ofSeconds(10));

    /** When the client ends a call by itself, counted from its sending. */
    Duration endOf(MethodCall call) {
        return call.timeoutInAll().plus(margin);
    }
}
