package io.downlink.emulator.hub;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Timers on one thread of their own. */
public final class ThreadTimers implements Timers, AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(ThreadTimers.class);

    private final ScheduledThreadPoolExecutor executor;

    public ThreadTimers() {
        executor = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("hub-timers").factory());
        // Most timers are cancelled: without this every answered call would stay in the queue until its timeout.
        executor.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Timer after(Duration delay, Runnable action) {
        ScheduledFuture<?> scheduled = executor.schedule(() -> run(action), delay.toMillis(), TimeUnit.MILLISECONDS);
        return () -> scheduled.cancel(false);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    private static void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException defect) {
            LOGGER.error("timer failed", defect);
        }
    }
}
