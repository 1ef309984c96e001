package io.downlink.emulator.hub;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A device or a module at one moment.
 *
 * @param mayConnect whether it is enabled; of a module, whether its device is
 * @param transport what it is connected by; null: it is not connected
 * @param connectionUpdated when it last connected or disconnected; null: never
 * @param lastActivity when it last did something; null: never
 * @param messages how many cloud-to-device messages are in its queue
 */
public record ClientSnapshot(
        Identity identity,
        boolean mayConnect,
        @Nullable Transport transport,
        @Nullable Instant connectionUpdated,
        @Nullable Instant lastActivity,
        int messages) {

    public boolean connected() {
        return transport != null;
    }

    /** As the service calls it. */
    public String connectionState() {
        return connected() ? "Connected" : "Disconnected";
    }
}
