package io.downlink.benchmarks;

import java.time.Duration;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * What came out of a load.
 *
 * @param done operations that ended well
 * @param refused operations that did not
 * @param elapsed on the clock
 * @param cpu of the measured process
 * @param latencies of each operation, in microseconds
 */
public record Rate(long done, long refused, Duration elapsed, Duration cpu, Histogram latencies) {
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,9.0f/s  %6.1f us CPU each  p50 %.1f ms  p99 %.1f ms%s",
                done * 1e9 / elapsed.toNanos(),
                cpu.toNanos() / 1e3 / done,
                latencies.getValueAtPercentile(50) / 1e3,
                latencies.getValueAtPercentile(99) / 1e3,
                refused == 0 ? "" : "  REFUSED " + refused);
    }
}
