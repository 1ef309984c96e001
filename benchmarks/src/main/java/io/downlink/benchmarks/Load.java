package io.downlink.benchmarks;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Operations that go on until the load is closed, measured in between: either so many are open at any time, and each that
 * ends is followed by another, or so many begin in each second, whatever becomes of those before.
 */
public final class Load implements AutoCloseable {
    private static final long LATENCY_MAX_US = TimeUnit.MINUTES.toMicros(10);
    /** What is due within it begins together: to wake up for each operation takes more CPU than many an operation. */
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final LongFunction<Future<Outcome>> operation;
    private final long limit;
    private final LongAdder done = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final Histogram latencies = new ConcurrentHistogram(LATENCY_MAX_US, 2);
    private final Histogram added = new ConcurrentHistogram(LATENCY_MAX_US, 2);
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong open = new AtomicLong();
    private volatile boolean going = true;

    private Load(LongFunction<Future<Outcome>> operation, long limit) {
        this.operation = operation;
        this.limit = limit;
    }

    /**
     * Begins with so many operations at once.
     *
     * @param operation begins the operation of this number, counted from 0
     */
    public static Load keepingOpen(int inFlight, LongFunction<Future<Outcome>> operation) {
        return keepingOpen(inFlight, Long.MAX_VALUE, operation);
    }

    /** @param limit how many operations there are at all */
    public static Load keepingOpen(int inFlight, long limit, LongFunction<Future<Outcome>> operation) {
        Load load = new Load(operation, limit);
        for (int i = 0; i < inFlight; i++) {
            load.follow();
        }
        return load;
    }

    /**
     * Begins so many operations in each second, up to a millisecond late. Their latency counts from the moment at which
     * they were due.
     */
    public static Load at(double perSecond, LongFunction<Future<Outcome>> operation) {
        Load load = new Load(operation, Long.MAX_VALUE);
        Thread.ofPlatform().daemon().name("load").start(() -> load.pace(TimeUnit.SECONDS.toNanos(1) / perSecond));
        return load;
    }

    /** What happens from now on, for so long. */
    public Rate measure(CpuClocks clocks, Duration duration) {
        return measure(clocks, () -> Pause.of(duration));
    }

    /** What happens while something runs. Latencies count from the last beginning of a measurement. */
    public Rate measure(CpuClocks clocks, Runnable pause) {
        long doneBefore = done.sum();
        long refusedBefore = refused.sum();
        Map<String, Duration> cpuBefore = clocks.read();
        latencies.reset();
        added.reset();
        long from = System.nanoTime();
        pause.run();
        return new Rate(
                done.sum() - doneBefore,
                refused.sum() - refusedBefore,
                Duration.ofNanos(System.nanoTime() - from),
                clocks.since(cpuBefore),
                latencies.copy(),
                added.copy());
    }

    /** How many have ended since the beginning, well or not. */
    public long ended() {
        return done.sum() + refused.sum();
    }

    /** How many have not ended as asked since the beginning. */
    public long refused() {
        return refused.sum();
    }

    /** How many are open now. */
    public long open() {
        return open.get();
    }

    /** Begins no more of them, and waits for those that are open: two minutes at most. */
    @Override
    public void close() {
        going = false;
        Pause.until(() -> open.get() == 0, PATIENCE);
    }

    private void pace(double nanosApart) {
        long from = System.nanoTime();
        for (long n = 0; going; n++) {
            long due = from + (long) (n * nanosApart);
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(Math.max(due - System.nanoTime(), TICK_NANOS));
            }
            begin(due, () -> {});
        }
    }

    private void follow() {
        if (going && begun.get() < limit) {
            begin(System.nanoTime(), this::follow);
        }
    }

    private void begin(long from, Runnable then) {
        long number = begun.getAndIncrement();
        if (number >= limit) {
            return;
        }
        open.incrementAndGet();
        operation.apply(number).onComplete(ended -> {
            Outcome outcome = ended.succeeded() ? ended.result() : Outcome.of(false);
            (outcome.asAsked() ? done : refused).increment();
            long micros = (System.nanoTime() - from) / 1_000;
            latencies.recordValue(Math.clamp(micros, 0, LATENCY_MAX_US));
            added.recordValue(Math.clamp(micros - outcome.hubMicros(), 0, LATENCY_MAX_US));
            then.run();
            open.decrementAndGet();
        });
    }
}
