package io.downlink.benchmarks.emulator;

import io.downlink.benchmarks.MeasuredProcess;
import io.downlink.benchmarks.Rate;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongFunction;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** A closed loop: so many operations are open at any time, and each that ends is followed by another. */
final class Load {
    private static final long LATENCY_MAX_US = TimeUnit.MINUTES.toMicros(5);

    private final LongFunction<Future<Boolean>> operation;
    private final LongAdder done = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final Histogram latencies = new ConcurrentHistogram(LATENCY_MAX_US, 2);
    private final AtomicBoolean going = new AtomicBoolean(true);
    private final AtomicLong started = new AtomicLong();
    private final CountDownLatch ended;

    private Load(LongFunction<Future<Boolean>> operation, int inFlight) {
        this.operation = operation;
        this.ended = new CountDownLatch(inFlight);
    }

    /**
     * Runs it.
     *
     * @param operation begins the operation of this number; its future tells whether it was done as asked
     */
    static Rate run(
            MeasuredProcess measured,
            int inFlight,
            Duration warmUp,
            Duration duration,
            LongFunction<Future<Boolean>> operation)
            throws InterruptedException {
        Load load = new Load(operation, inFlight);
        for (int i = 0; i < inFlight; i++) {
            load.next();
        }
        TimeUnit.NANOSECONDS.sleep(warmUp.toNanos());
        long doneBefore = load.done.sum();
        long refusedBefore = load.refused.sum();
        Duration cpuBefore = measured.cpu();
        load.latencies.reset();
        long begin = System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        Rate rate = new Rate(
                load.done.sum() - doneBefore,
                load.refused.sum() - refusedBefore,
                Duration.ofNanos(System.nanoTime() - begin),
                measured.cpu().minus(cpuBefore),
                load.latencies.copy());
        load.going.set(false);
        load.ended.await();
        return rate;
    }

    private void next() {
        if (!going.get()) {
            ended.countDown();
            return;
        }
        long begin = System.nanoTime();
        operation.apply(started.getAndIncrement()).onComplete(outcome -> {
            boolean asAsked = outcome.succeeded() && outcome.result();
            (asAsked ? done : refused).increment();
            latencies.recordValue(Math.min(LATENCY_MAX_US, (System.nanoTime() - begin) / 1_000));
            next();
        });
    }
}
