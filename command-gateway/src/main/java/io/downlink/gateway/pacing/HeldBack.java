package io.downlink.gateway.pacing;

import java.time.Duration;

/**
 * Sees that a hub holds calls back, as IoT Hub does before it refuses any: then even the shortest call of a second takes
 * far longer than the shortest of late. Slow devices do not look like that, as long as one of many is quick.
 *
 * <p>Not safe for use by many threads.
 *
 * @see <a href="https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-quotas-throttling#traffic-shaping">Traffic
 *     shaping</a>
 */
final class HeldBack {
    /** Fewer say nothing. */
    private static final int CALLS_MIN = 5;

    private static final double TIMES_USUAL = 2;
    private static final double NOTICED_NANOS = (double) Duration.ofMillis(20).toNanos();

    /** In each second, so that devices which have all become slower are the usual in a minute or so. */
    private static final double FORGETS = 1.01;

    private double usualNanos = Double.POSITIVE_INFINITY;
    private double shortestNanos = Double.POSITIVE_INFINITY;
    private int calls;

    /** A device answered. */
    void answered(Duration after) {
        shortestNanos = Math.min(shortestNanos, (double) after.toNanos());
        calls++;
    }

    /** @return whether calls were held back in the second that is over, and with this is forgotten */
    boolean inLastSecond() {
        boolean heldBack = calls >= CALLS_MIN && shortestNanos > TIMES_USUAL * usualNanos + NOTICED_NANOS;
        usualNanos = Math.min(usualNanos * FORGETS, calls < CALLS_MIN ? Double.POSITIVE_INFINITY : shortestNanos);
        shortestNanos = Double.POSITIVE_INFINITY;
        calls = 0;
        return heldBack;
    }
}
