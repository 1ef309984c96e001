package io.downlink.simulator.behaviour;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a device takes for one call: at least {@code least}, and up to {@code jitter} more, evenly spread.
 *
 * @param least zero or more
 * @param jitter zero or more; zero makes every call take the same time
 */
public record Latency(Duration least, Duration jitter) {

    public Latency {
        if (least.isNegative() || jitter.isNegative()) {
            throw new IllegalArgumentException(
                    "latency %s with jitter %s: neither may be negative".formatted(least, jitter));
        }
    }

    Duration next(RandomGenerator random) {
        return least.plusNanos(Math.round(jitter.toNanos() * random.nextDouble()));
    }
}
