package io.downlink.emulator.time;

import io.downlink.emulator.hub.Timers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * A clock that goes with another one and can be moved ahead of it, and the timers that go by it, on one thread of their
 * own. Any thread may use it.
 */
public final class MovableTime extends Clock implements Timers, AutoCloseable {
    /** The farthest that one move goes. */
    public static final Duration ADVANCE_MAX = Duration.ofDays(3_650);

    private static final Duration CLOSE_MAX = Duration.ofSeconds(10);

    private static final Logger LOGGER = Logger.getLogger(MovableTime.class);

    private final Clock base;
    private final Runnable settle;
    private final TimerQueue timers = new TimerQueue();
    private final ReentrantLock firing = new ReentrantLock();
    private final Thread thread;
    private volatile Reading reading = new Ahead(Duration.ZERO);

    /**
     * A clock that tells what the other one tells.
     *
     * @param name of the timers' thread
     * @param settle waits, in a move, for what a timer has set going on other threads, so that it sees the clock as it was
     *     when it was due; it must not call this
     */
    public MovableTime(Clock base, String name, Runnable settle) {
        this.base = base;
        this.settle = settle;
        this.thread = Thread.ofPlatform().daemon().name(name).start(this::run);
    }

    @Override
    public Instant instant() {
        return switch (reading) {
            case Ahead(var by) -> base.instant().plus(by);
            case Standing(var at) -> at;
        };
    }

    @Override
    public Timer after(Duration delay, Runnable action) {
        return timers.add(instant().plus(delay), action);
    }

    /** How far the clock was moved. */
    public Duration ahead() {
        return switch (reading) {
            case Ahead(var by) -> by;
            case Standing(var at) -> Duration.between(base.instant(), at);
        };
    }

    /**
     * Moves the clock. Every timer that is due on the way runs, on this thread, in the order in which they are due, those
     * among them that others set; the clock then tells the time at which the timer was due. Apart from that it stands still
     * until the move is over.
     *
     * @param by zero or more, at most {@link #ADVANCE_MAX}
     * @return how many timers ran
     * @throws IllegalArgumentException if it is not
     */
    public int advance(Duration by) {
        if (by.isNegative() || by.compareTo(ADVANCE_MAX) > 0) {
            throw new IllegalArgumentException("a clock moves ahead, by at most " + ADVANCE_MAX.toDays() + " days");
        }
        firing.lock();
        try {
            Instant start = instant();
            Ahead after = new Ahead(ahead().plus(by));
            reading = new Standing(start);
            settle.run();
            int fired = fireUntil(start.plus(by), true);
            reading = after;
            return fired;
        } finally {
            firing.unlock();
            timers.lookAgain();
        }
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the hub tells all times in UTC");
    }

    /** Lets no timer start any more, and waits for the one that runs. */
    @Override
    public void close() {
        thread.interrupt();
        if (firing.isHeldByCurrentThread()) {
            return; // a timer may end the hub, and cannot wait for itself
        }
        try {
            if (!thread.join(CLOSE_MAX)) {
                LOGGER.warnf("a timer still runs thread=%s", thread.getName());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!Thread.interrupted()) {
                timers.awaitDue(this);
                firing.lock();
                try {
                    fireUntil(instant(), false);
                } finally {
                    firing.unlock();
                }
            }
        } catch (InterruptedException closed) {
            LOGGER.debug("timers end");
        }
    }

    private int fireUntil(Instant end, boolean moving) {
        int fired = 0;
        for (TimerQueue.Entry next = timers.poll(end); next != null; next = timers.poll(end)) {
            if (moving) {
                standAt(next.due());
            }
            fire(next);
            if (moving) {
                settle.run();
            }
            fired++;
        }
        return fired;
    }

    /** A timer that is late, as one is that was due when the move began, does not turn the clock back. */
    private void standAt(Instant due) {
        if (due.isAfter(instant())) {
            reading = new Standing(due);
        }
    }

    private static void fire(TimerQueue.Entry timer) {
        try {
            timer.fire();
        } catch (Throwable defect) { // an Error, too: the timers of all others must not end with it
            LOGGER.error("timer failed", defect);
        }
    }

    private sealed interface Reading {}

    private record Ahead(Duration by) implements Reading {}

    private record Standing(Instant at) implements Reading {}
}
