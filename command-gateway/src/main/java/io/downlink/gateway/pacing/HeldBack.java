package io.downlink.gateway.pacing;

import java.time.Duration;

/**
 * Sees that a hub holds calls back, as IoT Hub does before it refuses any: then even the shortest call of each second takes
 * far longer than is usual for the shortest. Slow devices do not look like that, as long as one of many is quick.
 *
 * <p>Not safe for use by many threads.
 *
 * @see <a href="https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-quotas-throttling#traffic-shaping">Traffic
 *     shaping</a>
 */
final class HeldBack {
    /** Fewer in a second say nothing. */
    private static final int CALLS_MIN = 5;

    /** One slow second may be chance; what a hub holds back becomes more and more. */
    private static final int SECONDS_IN_A_ROW = 4;

    private static final double TIMES_USUAL = 2;
    private static final double NOTICED_NANOS = (double) Duration.ofMillis(20).toNanos();

    /** What is usual rises by so much in a second at most: a hub that holds calls back is not to become the usual. */
    private static final double RISE = 1.01;

    /** Of the difference, in a second. */
    private static final double FALL = 0.1;

    private double usualNanos = Double.POSITIVE_INFINITY;
    private double shortestNanos = Double.POSITIVE_INFINITY;
    private int calls;
    private int inARow;

    /** A device answered. */
    void answered(Duration after) {
        shortestNanos = Math.min(shortestNanos, (double) after.toNanos());
        calls++;
    }

    /**
     * A second is over.
     *
     * @return whether calls were held back in it, and in those before
     */
    boolean second() {
        if (calls >= CALLS_MIN) {
            inARow = shortestNanos > TIMES_USUAL * usualNanos + NOTICED_NANOS ? inARow + 1 : 0;
            usualNanos = usual();
        }
        shortestNanos = Double.POSITIVE_INFINITY;
        calls = 0;
        return inARow >= SECONDS_IN_A_ROW;
    }

    private double usual() {
        if (Double.isInfinite(usualNanos)) {
            return shortestNanos;
        }
        return shortestNanos > usualNanos
                ? Math.min(shortestNanos, usualNanos * RISE)
                : usualNanos + (shortestNanos - usualNanos) * FALL;
    }
}
