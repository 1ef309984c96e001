package io.downlink.gateway.dispatch;

import io.downlink.hub.HubFailure;
import io.downlink.hub.HubFailure.Abandoned;
import io.downlink.hub.HubFailure.DeviceNotOnline;
import io.downlink.hub.HubFailure.Evidence;
import io.downlink.hub.HubFailure.Unreachable;
import org.jspecify.annotations.Nullable;

/**
 * What was tried for one command so far.
 *
 * @param calls how often the hub was called
 * @param offline how many of these found the device not connected
 * @param probes how many of these only found out that the hub was still away, and sent nothing
 * @param last how the latest call failed, null before the first
 * @param doubt the latest failure after which the device may have acted, or a message may be in its queue; null as long as
 *     there is none: from then on only an answer of the device, or of a hub that has the message, ends the command
 *     otherwise than in doubt
 */
record Progress(
        int calls,
        int offline,
        int probes,
        @Nullable HubFailure last,
        @Nullable HubFailure doubt) {

    private static final HubFailure INTERRUPTED = new Abandoned(
            new Evidence("A gateway ended, or lost the partition, while a call may have been open.", null, null));

    /**
     * Before this run.
     *
     * @param offline how often the device, or the hub, was asked for in vain
     * @param interrupted whether another replica may have called, and nobody knows
     */
    static Progress before(int offline, boolean interrupted) {
        return new Progress(offline, offline, 0, null, interrupted ? INTERRUPTED : null);
    }

    /** Right before a call. */
    Progress calling() {
        return new Progress(calls + 1, offline, probes, last, doubt);
    }

    /**
     * After that call failed.
     *
     * @param probe whether it was let through only to see whether the hub is back
     */
    Progress failed(HubFailure failure, boolean probe) {
        return new Progress(
                calls,
                failure instanceof DeviceNotOnline ? offline + 1 : offline,
                probe && failure instanceof Unreachable ? probes + 1 : probes,
                failure,
                failure.mayHaveExecuted() ? failure : doubt);
    }

    /** How many calls count towards a command's attempts: asking whether a device, or a hub, is there does not. */
    int attempts() {
        return calls - offline - probes;
    }
}
