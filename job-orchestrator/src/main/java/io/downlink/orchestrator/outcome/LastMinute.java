package io.downlink.orchestrator.outcome;

import java.time.Clock;

/** How often something happened in the last minute. Safe for use by many threads. */
final class LastMinute {
    private static final int SECONDS = 60;

    private final Clock clock;
    private final long[] counts = new long[SECONDS];
    private long second;

    LastMinute(Clock clock) {
        this.clock = clock;
        this.second = now();
    }

    synchronized void add(int times) {
        forgetTheOld();
        counts[slot(second)] += times;
    }

    synchronized long total() {
        forgetTheOld();
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        return total;
    }

    private void forgetTheOld() {
        long now = now();
        for (long next = Math.max(second, now - SECONDS) + 1; next <= now; next++) {
            counts[slot(next)] = 0;
        }
        second = Math.max(second, now);
    }

    private static int slot(long second) {
        return (int) (second % SECONDS);
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
