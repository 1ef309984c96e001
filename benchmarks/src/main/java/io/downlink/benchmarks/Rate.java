package io.downlink.benchmarks;

import java.time.Duration;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What came out of a load in a time.
 *
 * @param done operations that ended well
 * @param refused operations that did not
 * @param elapsed on the clock
 * @param cpu of each measured process, by its name
 * @param latencies of each operation, in microseconds
 * @param added the same without the time that the hub's call took
 */
public record Rate(
        long done, long refused, Duration elapsed, Map<String, Duration> cpu, Histogram latencies, Histogram added) {

    public double perSecond() {
        return done * 1e9 / elapsed.toNanos();
    }

    /** CPU time of a process for each operation, in microseconds. */
    public double cpuMicros(String process) {
        return cpu.getOrDefault(process, Duration.ZERO).toNanos() / 1e3 / Math.max(1, done);
    }

    /** Milliseconds that such a part of the operations took at most. */
    public double millis(double percent) {
        return latencies.getValueAtPercentile(percent) / 1e3;
    }

    /** Milliseconds that were added to such a part of the hub's calls at most. */
    public double addedMillis(double percent) {
        return added.getValueAtPercentile(percent) / 1e3;
    }

    /** One line about it and one of the processes. */
    public String line(String process) {
        return "%,9.0f/s  %6.1f us CPU each  p50 %.1f ms  p99 %.1f ms%s"
                .formatted(
                        perSecond(),
                        cpuMicros(process),
                        millis(50),
                        millis(99),
                        refused == 0 ? "" : "  REFUSED " + refused);
    }
}
