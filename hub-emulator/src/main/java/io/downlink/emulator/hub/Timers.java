package io.downlink.emulator.hub;

import java.time.Duration;

/** Runs something later; a test moves its time by hand. */
public interface Timers {
    /** Runs the action once after the delay, on a thread that must not be blocked. */
    Timer after(Duration delay, Runnable action);

    /** Something that is going to run. */
    interface Timer {
        /** Makes sure that the action does not start any more; without effect when it has. */
        void cancel();
    }
}
