package io.downlink.gateway.dispatch;

import io.downlink.hub.HubFailure;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;

/** Leave to call, asked for by one command before each of its attempts. */
public interface Leave {

    /**
     * Asks for leave.
     *
     * @param callEndsBy when the call has ended, however it ends
     * @return ends when the call may be made; fails with {@link LeaveRefusedException} where it may not
     */
    Uni<Void> toCall(Instant callEndsBy);

    /** Whether an earlier owner of the partition may have called, and nobody noted it. */
    default boolean mayHaveBeenCalled() {
        return false;
    }

    /**
     * The call was not made, or has ended, and the command has not: it asks again before the next one. Under {@code
     * at-most-once} that is only said of a call that cannot have reached the device.
     */
    void handBack();

    /**
     * After {@link #handBack}: the call failed so, and the command waits before the next one. It may be parked then, which
     * ends it here.
     *
     * @param counted whether any of its calls counted as an attempt
     */
    default void waits(HubFailure failure, boolean counted) {
        // who cannot park it has nothing to do
    }

    /** How long the next call has to wait: one of an earlier command, given up in doubt, may still reach the device. */
    default Duration earlierCallLeft() {
        return Duration.ZERO;
    }

    /**
     * A call was given up in doubt, and may reach the device until then: the device's next command waits.
     *
     * @return ends when no later owner of the partition can miss it
     */
    default Uni<Void> mayArrive(Instant until) {
        return Uni.createFrom().voidItem();
    }

    /** How often the hub was called in vain, because the device was offline, before the command was parked. */
    default int callsBefore() {
        return 0;
    }
}
