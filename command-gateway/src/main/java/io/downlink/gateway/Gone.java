package io.downlink.gateway;

import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandEvent.About;
import io.downlink.contracts.commands.CommandEvent.Cause;
import io.downlink.contracts.commands.CommandEvent.Expired;
import io.downlink.contracts.commands.CommandEvent.Failed;
import io.downlink.contracts.commands.CommandEvent.InDoubt;
import io.downlink.contracts.commands.CommandEvent.Parked;
import io.downlink.contracts.commands.Reason;
import io.downlink.gateway.outcome.Causes;
import io.downlink.gateway.tenure.Fate;
import java.time.Instant;

/** How a parked command ends whose record has gone from the topic: by its retention, or by somebody's hand. */
final class Gone {
    private Gone() {}

    /**
     * @param told what was told when it was parked
     * @param mayHaveBeenCalled whether an earlier owner may have called it, unless that needs a mark. Whether it does is
     *     gone with the record
     */
    static CommandEvent ending(Parked told, Fate fate, boolean mayHaveBeenCalled, Instant now) {
        About about = at(told.about(), now);
        Cause cause = Causes.of(
                Reason.OUTSIDE_WINDOW, "Its record was gone from the topic when its turn came; it was not sent.");
        if (mayHaveBeenCalled || fate instanceof Fate.Interrupted) {
            return new InDoubt(
                    about, Causes.of(Reason.INTERRUPTED, "A gateway ended while the call may have been open."));
        }
        return now.isBefore(told.until()) ? new Failed(about, cause) : new Expired(about, cause);
    }

    private static About at(About before, Instant now) {
        return new About(
                now,
                before.id(),
                before.type(),
                before.attempts(),
                before.source(),
                before.requestedBy(),
                before.context(),
                before.digest(),
                false);
    }
}
