package io.downlink.simulator.fleet;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Lets time pass on a device. */
@FunctionalInterface
interface Pause {

    /**
     * Sleeps the whole time. The SDK interrupts the thread of a method when the connection drops; a device does not
     * leave off acting because of that, so the interrupt is kept for later.
     */
    Pause SLEEP = duration -> {
        long end = System.nanoTime() + duration.toNanos();
        boolean interrupted = false;
        for (long left = duration.toNanos(); left > 0; left = end - System.nanoTime()) {
            try {
                TimeUnit.NANOSECONDS.sleep(left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    };

    void of(Duration duration);
}
