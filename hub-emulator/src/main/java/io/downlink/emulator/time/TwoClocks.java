package io.downlink.emulator.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The two clocks of an emulator. What a hub does by itself goes by the hub's: times to live, locks, feedback, time-outs of
 * methods, jobs, throttling. Who may connect goes by the wall clock: tokens and certificates. Moving one does not move the
 * other.
 */
public final class TwoClocks implements AutoCloseable {
    private final MovableTime hub;
    private final MovableTime wall;

    /**
     * Two clocks that tell what the other one tells.
     *
     * @param settle waits for the hub's own threads; see {@link MovableTime}
     */
    public TwoClocks(Clock base, Runnable settle) {
        this.hub = new MovableTime(base, "hub-timers", settle);
        this.wall = new MovableTime(base, "wall-timers", () -> {});
    }

    /** The clock of what the hub does by itself. */
    public MovableTime hub() {
        return hub;
    }

    /** The clock of tokens and certificates. */
    public MovableTime wall() {
        return wall;
    }

    /** What the hub's clock tells. */
    public Instant now() {
        return hub.instant();
    }

    /**
     * Moves the hub's clock; all that is due on the way happens in its order, and before this returns.
     *
     * @return how many of the hub's timers ran
     * @throws IllegalArgumentException if it is negative or more than {@link MovableTime#ADVANCE_MAX}
     */
    public int advance(Duration by) {
        return hub.advance(by);
    }

    /**
     * Moves the clock that tokens go by: those that end on the way are refused from now on, and connections that came with
     * them are closed.
     *
     * @return how many timers ran
     * @throws IllegalArgumentException if it is negative or more than {@link MovableTime#ADVANCE_MAX}
     */
    public int advanceWallClock(Duration by) {
        return wall.advance(by);
    }

    @Override
    public void close() {
        hub.close();
        wall.close();
    }
}
