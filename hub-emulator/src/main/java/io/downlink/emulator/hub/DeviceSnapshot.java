package io.downlink.emulator.hub;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A device at one moment.
 *
 * @param connectionUpdated when it last connected or disconnected; null: never
 * @param lastActivity when it last did something; null: never
 * @param messages how many cloud-to-device messages are in its queue
 */
public record DeviceSnapshot(
        DeviceIdentity identity,
        boolean connected,
        @Nullable Instant connectionUpdated,
        @Nullable Instant lastActivity,
        int messages) {

    /** As the service calls it. */
    public String connectionState() {
        return connected ? "Connected" : "Disconnected";
    }
}
