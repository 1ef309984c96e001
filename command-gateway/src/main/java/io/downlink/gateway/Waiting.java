package io.downlink.gateway;

import io.downlink.contracts.commands.CommandEvent.About;
import io.downlink.contracts.commands.CommandEvent.Parked;
import io.downlink.contracts.commands.CommandId;
import io.downlink.contracts.commands.CommandType;
import io.downlink.contracts.commands.ReadResult.Refused;
import io.downlink.contracts.commands.Reason;
import io.downlink.contracts.requests.RequestMeta;
import io.downlink.gateway.dispatch.Received;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request that waits for its turn.
 *
 * @param type null where it is not known
 * @param until at most
 */
record Waiting(CommandId id, @Nullable CommandType type, RequestMeta meta, Instant until) {
    /** What is no valid request has no deadline. It waits for its turn all the same, as its id may be known by then. */
    private static final Duration REFUSED = Duration.ofHours(1);

    static Waiting of(Received received) {
        return new Waiting(
                received.command().id(),
                received.command().type(),
                received.meta(),
                received.command().terms().deadline());
    }

    static Waiting of(Refused refused) {
        return new Waiting(
                refused.id(),
                refused.type(),
                refused.meta(),
                refused.meta().recordTime().plus(REFUSED));
    }

    Parked parked(int calls, Reason reason, Instant now) {
        return new Parked(About.of(meta, id, type, now, calls), reason, until);
    }
}
