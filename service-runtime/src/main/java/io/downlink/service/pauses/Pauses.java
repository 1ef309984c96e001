package io.downlink.service.pauses;

import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** Waiting, without holding a thread. A port, so that tests need not wait. */
@FunctionalInterface
public interface Pauses {

    /** Ends after the given time, on a thread of a timer's pool; at once, on the caller's thread, if it is zero. */
    Uni<Void> of(Duration time);

    /** By Mutiny's timer, up to a millisecond late: an event loop's refuses what is shorter than one. */
    static Pauses byTimer() {
        return time -> time.isZero()
                ? Uni.createFrom().voidItem()
                : Uni.createFrom().voidItem().onItem().delayIt().by(Duration.ofMillis(time.toMillis() + 1));
    }
}
