package io.downlink.emulator.time;

import io.downlink.emulator.hub.Timers.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Timers in the order in which they are due. Each direct method sets one or two and cancels them milliseconds later, so
 * both must be cheap: a timer that is due after all others finds its place in one step, and a cancelled one stays where
 * it is, without its action, until half of all are such. Any thread may use it.
 */
final class TimerQueue {
    /** A wall clock may be set, which wakes nobody. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    /** Fewer are not worth a sweep. */
    private static final int SWEPT_MIN = 1_024;

    private static final Comparator<Entry> ORDER =
            Comparator.comparing(Entry::due).thenComparingLong(Entry::number); // of equal ones the first that was set

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final PriorityQueue<Entry> entries = new PriorityQueue<>(ORDER); // guarded by lock
    private final AtomicInteger cancelled =
            new AtomicInteger(); // of the entries, nearly: it only decides when to sweep
    private long lastNumber; // guarded by lock

    Timer add(Instant due, Runnable action) {
        lock.lock();
        try {
            if (cancelled.get() > Math.max(SWEPT_MIN, entries.size() / 2)) {
                entries.removeIf(Entry::isCancelled);
                cancelled.set(0);
            }
            Entry entry = new Entry(due, ++lastNumber, action, cancelled);
            entries.add(entry);
            if (entries.peek() == entry) {
                changed.signalAll();
            }
            return entry;
        } finally {
            lock.unlock();
        }
    }

    /** Takes the first timer out; null: none is due by then. */
    @Nullable
    Entry poll(Instant then) {
        lock.lock();
        try {
            Entry first = first();
            return first == null || first.due().isAfter(then) ? null : entries.poll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until a timer is due. */
    void awaitDue(Clock clock) throws InterruptedException {
        lock.lock();
        try {
            for (long left = nanosLeft(clock); left > 0; left = nanosLeft(clock)) {
                changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The clock has moved. */
    void lookAgain() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How many entries there are, the cancelled ones that were not swept yet among them. */
    int size() {
        lock.lock();
        try {
            return entries.size();
        } finally {
            lock.unlock();
        }
    }

    private long nanosLeft(Clock clock) {
        Entry first = first();
        Duration left = first == null ? LOOK_AGAIN : Duration.between(clock.instant(), first.due());
        return (left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN).toNanos();
    }

    private @Nullable Entry first() {
        Entry first = entries.peek();
        while (first != null && first.isCancelled()) {
            entries.poll();
            cancelled.decrementAndGet();
            first = entries.peek();
        }
        return first;
    }

    static final class Entry implements Timer {
        private final Instant due;
        private final long number;
        private final AtomicInteger cancelledOnes;
        private volatile @Nullable Runnable action;

        Entry(Instant due, long number, Runnable action, AtomicInteger cancelledOnes) {
            this.due = due;
            this.number = number;
            this.action = action;
            this.cancelledOnes = cancelledOnes;
        }

        Instant due() {
            return due;
        }

        void fire() {
            Runnable started = action;
            action = null; // an entry that is out of the queue is not counted when it is cancelled
            if (started != null) {
                started.run();
            }
        }

        @Override
        public void cancel() {
            if (action != null) {
                action = null;
                cancelledOnes.incrementAndGet();
            }
        }

        private long number() {
            return number;
        }

        private boolean isCancelled() {
            return action == null;
        }
    }
}
