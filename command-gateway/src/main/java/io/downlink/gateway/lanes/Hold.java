package io.downlink.gateway.lanes;

import io.downlink.contracts.commands.Reason;

/** What a piece of work tells of itself to its lane, which may park it while it waits. */
public interface Hold {

    /**
     * Before a call.
     *
     * @return false if the work was parked meanwhile, and must not call
     */
    boolean callBegins();

    /** The call was not made, or has ended, and the work goes on at once. */
    void callEnded();

    /**
     * The call has ended, and the work waits before the next one.
     *
     * @param reason what it waits for
     * @param counted whether the call counts as an attempt: those are counted here alone, so the work stays
     */
    void waits(Reason reason, boolean counted);

    /** How often its work began a call before it was parked. */
    int callsBefore();
}
