package io.downlink.emulator.jobs;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The thread on which jobs do their work. */
public final class JobThread implements Executor, AutoCloseable {
    private final ExecutorService executor = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("hub-jobs").factory());
    private final AtomicInteger tasks = new AtomicInteger();

    @Override
    public void execute(Runnable task) {
        tasks.incrementAndGet();
        executor.execute(() -> {
            try {
                task.run();
            } finally {
                tasks.decrementAndGet();
            }
        });
    }

    /** Waits until nothing is left to do, that included which the tasks hand over themselves. */
    public void awaitIdle() {
        while (tasks.get() > 0) {
            CompletableFuture.runAsync(() -> {}, executor).join(); // behind all that was there
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
