package io.downlink.gateway.outcome;

import io.downlink.contracts.commands.CommandEvent.Cause;
import io.downlink.contracts.commands.Reason;
import io.downlink.hub.HubFailure;
import io.downlink.hub.HubFailure.Evidence;
import io.downlink.service.hubs.HubReasons;

/** A hub's failure in the words of the events. */
public final class Causes {

    private Causes() {}

    /** Why the command ended, with what the hub or the connection said. */
    public static Cause of(HubFailure failure) {
        Evidence evidence = failure.evidence();
        return new Cause(HubReasons.of(failure), evidence.detail(), evidence.hubErrorCode(), evidence.trackingId());
    }

    /** A cause that no hub was asked about. */
    public static Cause of(Reason reason, String detail) {
        return new Cause(reason, detail, null, null);
    }
}
