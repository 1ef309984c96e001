package io.downlink.gateway.dispatch;

import io.smallrye.mutiny.Uni;
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
}
