package io.downlink.hub;

import java.time.Duration;
import java.util.List;

/**
 * How long the steps of a call may take besides what the call itself allows the hub and the device.
 *
 * @param connect for a TCP connection. The SDK tries twice, and both have to fit into the margin: a call that ends while
 *     it connects would be told as in doubt, although it was never sent
 * @param margin what a call may take beyond its own two timeouts, until the client ends it
 * @param place how long a call may wait for a place among those in flight
 * @param readClasses the read timeouts to choose from, in whole seconds and rising. The SDK has one for each client,
 *     not for each call, and the JDK keeps connections apart by none of this: a client costs nothing
 */
record CallTimeouts(Duration connect, Duration margin, Duration place, List<Duration> readClasses) {

    static final CallTimeouts DEFAULTS = new CallTimeouts(
            Duration.ofSeconds(4),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            List.of(
                    Duration.ofSeconds(40),
                    Duration.ofSeconds(70),
                    Duration.ofSeconds(130),
                    Duration.ofSeconds(310),
                    Duration.ofSeconds(610)));

    CallTimeouts {
        readClasses = List.copyOf(readClasses);
    }

    /** When the client ends a call by itself, counted from its sending. */
    Duration endOf(MethodCall call) {
        return call.timeoutInAll().plus(margin);
    }

    /** The shortest of the classes that leaves the call its time, or else the longest. */
    Duration readTimeout(MethodCall call) {
        return readClasses.stream()
                .filter(timeout -> timeout.compareTo(endOf(call)) >= 0)
                .findFirst()
                .orElseGet(readClasses::getLast);
    }
}
