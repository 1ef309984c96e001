package io.downlink.gateway.lanes;

import java.time.Duration;

/** Rules of parking, for tests. */
public final class Parkings {
    private Parkings() {}

    /** Nothing is parked. */
    public static Parking none() {
        return atMost(0);
    }

    /** After ten seconds; a parked command that was tried in vain is tried again after as many seconds as attempts. */
    public static Parking atMost(int parkedMax) {
        return new Parking(Duration.ofSeconds(10), parkedMax, 100, Duration::ofSeconds, () -> true);
    }
}
