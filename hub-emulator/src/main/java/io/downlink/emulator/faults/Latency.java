package io.downlink.emulator.faults;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long something takes: a distribution of durations. */
public sealed interface Latency {
    /** One of them. */
    Duration draw(RandomGenerator random);

    /** Always the same. */
    record Fixed(Duration delay) implements Latency {
        public Fixed {
            checkNotNegative("delay", delay);
        }

        @Override
        public Duration draw(RandomGenerator random) {
            return delay;
        }
    }

    /** Anything between two durations with the same probability. */
    record Uniform(Duration min, Duration max) implements Latency {
        public Uniform {
            checkNotNegative("min", min);
            if (max.compareTo(min) < 0) {
                throw new IllegalArgumentException("max " + max + ": it must not be shorter than min, " + min);
            }
        }

        @Override
        public Duration draw(RandomGenerator random) {
            return Duration.ofNanos(random.nextLong(min.toNanos(), max.toNanos() + 1));
        }
    }

    /** Mostly around the median, seldom far beyond it: what networks and services do. */
    record LogNormal(Duration median, Duration p99) implements Latency {
        /** How many standard deviations the 99th percentile of a normal distribution is above its median. */
        private static final double SIGMAS_OF_P99 = 2.326_347_874_040_841;

        public LogNormal {
            if (!median.isPositive()) {
                throw new IllegalArgumentException("median " + median + ": it must be longer than nothing");
            }
            if (p99.compareTo(median) < 0) {
                throw new IllegalArgumentException(
                        "p99 " + p99 + ": it must not be shorter than the median, " + median);
            }
        }

        @Override
        public Duration draw(RandomGenerator random) {
            double sigma = Math.log((double) p99.toNanos() / median.toNanos()) / SIGMAS_OF_P99;
            return Duration.ofNanos((long) (median.toNanos() * Math.exp(sigma * random.nextGaussian())));
        }
    }

    private static void checkNotNegative(String name, Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(name + " " + duration + ": it must not be negative");
        }
    }
}
