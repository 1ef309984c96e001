package io.downlink.gateway.pacing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A place at a hub, for one call; or none, for a call that is past its deadline and is not made. */
public final class Permit {
    private final @Nullable Pacer pacer;
    private final Ask ask;
    private final boolean probe;

    Permit(@Nullable Pacer pacer, Ask ask, boolean probe) {
        this.pacer = pacer;
        this.ask = ask;
        this.probe = probe;
    }

    /** Whether the call only finds out whether the hub is back. That it is not counts as no attempt. */
    public boolean probe() {
        return probe;
    }

    /**
     * The call has been made, and has ended so. Not said of a call that was not made after all.
     *
     * @param began when it was made
     */
    public void ended(Instant began, CallEnd end) {
        if (pacer != null) {
            pacer.ended(ask, began, end);
        }
    }

    void giveBack() {
        if (pacer != null) {
            pacer.giveBack(ask);
        }
    }
}
