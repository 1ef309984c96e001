package io.downlink.gateway.pacing;

import java.time.Instant;
import java.util.function.Consumer;

/** A call that waits for its place. */
final class Waiting {
    private final Ask ask;
    private final Consumer<Permit> start;

    /** @param start makes the call, or does what is to be done when it is too late for it */
    Waiting(Ask ask, Consumer<Permit> start) {
        this.ask = ask;
        this.start = start;
    }

    Ask ask() {
        return ask;
    }

    void start(Permit permit) {
        start.accept(permit);
    }

    boolean isLate(Instant now) {
        return ask.isLate(now);
    }
}
