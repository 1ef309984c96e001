package io.downlink.gateway.dispatch;

import io.downlink.gateway.pacing.OperationClass;
import io.downlink.hub.HubCommands;
import io.downlink.hub.HubFailure;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What is asked of a hub to carry a command out. */
sealed interface Operation permits InvokeMethod, SendMessage {

    OperationClass operationClass();

    /** Of its payload. */
    int bytes();

    /** In logs and metrics. */
    default String label() {
        return operationClass().label();
    }

    /**
     * Prepares one call, which is made by subscribing to it.
     *
     * @param now when the call is made
     * @throws IllegalArgumentException if the hub's client would never take it
     */
    Uni<Outcome> call(HubCommands client, Instant now);

    /** How long a call takes at most, from its beginning until nothing of it can reach the device any more. */
    Duration lasts();

    /** How long after the beginning of a call that was given up in doubt the device's next command has to wait. */
    Duration arrivesWithin();

    /** What to do from now on in this one's place, because it failed so. */
    Optional<Operation> insteadAfter(HubFailure failure);
}
