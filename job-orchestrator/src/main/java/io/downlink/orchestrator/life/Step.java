package io.downlink.orchestrator.life;

/**
 * How a job goes on.
 *
 * @param next where it is now; the same as before where nothing follows
 * @param then what is done when that is written
 */
public record Step(JobState next, Then then) {

    /** What follows at once, without waiting for the next look at the hub. */
    public enum Then {
        NOTHING,
        /** Give it to the hub. */
        SCHEDULE,
        /** Ask the hub how it stands. */
        ASK
    }

    static Step to(JobState next) {
        return new Step(next, Then.NOTHING);
    }
}
