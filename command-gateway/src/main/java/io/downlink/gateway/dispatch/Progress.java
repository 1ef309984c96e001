package io.downlink.gateway.dispatch;

import io.downlink.hub.HubFailure;
import io.downlink.hub.HubFailure.Abandoned;
import io.downlink.hub.HubFailure.DeviceNotOnline;
import io.downlink.hub.HubFailure.Evidence;
import org.jspecify.annotations.Nullable;

/**
 * What was tried for one command so far.
 *
 * @param calls how often the hub was called
 * @param offline how many of these found the device not connected
 * @param last how the latest call failed, null before the first
 * @param doubt the latest failure after which the device may have acted, or a message may be in its queue; null as long as
 *     there is none: from then on only an answer of the device, or of a hub that has the message, ends the command
 *     otherwise than in doubt
 */
record Progress(
        int calls,
        int offline,
        @Nullable HubFailure last,
        @Nullable HubFailure doubt) {

    static final Progress NONE = new Progress(0, 0, null, null);

    /** Another replica may have called, and nobody knows. */
    static final Progress INTERRUPTED = new Progress(
            0,
            0,
            null,
            new Abandoned(new Evidence(
                    "A gateway ended, or lost the partition, while a call may have been open.", null, null)));

    /** Right before a call. */
    Progress calling() {
        return new Progress(calls + 1, offline, last, doubt);
    }

    /** After that call failed. */
    Progress failed(HubFailure failure) {
        return new Progress(
                calls,
                failure instanceof DeviceNotOnline ? offline + 1 : offline,
                failure,
                failure.mayHaveExecuted() ? failure : doubt);
    }

    /** How many calls count towards a command's attempts: asking whether a device is there does not. */
    int attempts() {
        return calls - offline;
    }
}
