package io.downlink.benchmarks;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits; whoever interrupts it wants the benchmark to end. */
public final class Pause {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private Pause() {}

    public static void of(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** @return whether it came true in time */
    public static boolean until(BooleanSupplier condition, Duration patience) {
        long giveUp = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > giveUp) {
                return false;
            }
            of(BETWEEN_LOOKS);
        }
        return true;
    }
}
