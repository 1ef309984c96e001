package io.downlink.emulator.hub;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How the service writes times. */
public final class HubTime {
    private static final String NEVER = "0001-01-01T00:00:00Z";

    private HubTime() {}

    /** ISO 8601 in UTC; null: a time that never was. */
    public static String text(@Nullable Instant time) {
        return time == null ? NEVER : time.toString();
    }
}
