package io.downlink.emulator.throttling;

import java.time.Duration;

/**
 * So many operations in a time.
 *
 * @param perUnit what each unit adds
 * @param atLeast what a hub has however few its units are
 */
record Rate(long perUnit, long atLeast, Duration time) {
    static Rate perSecond(long perUnit, long atLeast) {
        return new Rate(perUnit, atLeast, Duration.ofSeconds(1));
    }

    static Rate perMinute(long perUnit) {
        return new Rate(perUnit, 0, Duration.ofMinutes(1));
    }

    long operations(int units) {
        return Math.max(atLeast, perUnit * units);
    }
}
