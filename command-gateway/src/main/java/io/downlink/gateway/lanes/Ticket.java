package io.downlink.gateway.lanes;

import io.downlink.contracts.commands.CommandId;
import java.time.Instant;

/**
 * What a lane must know of a piece of work.
 *
 * @param lane see {@link LaneKey}
 * @param identity the command that it is about, as a number
 * @param offset its place in the lane's order
 * @param deadline from when on it ends without having to wait for its turn, unless it is about the same command as one
 *     before it
 * @param stays whether it is never parked
 */
public record Ticket(long lane, long identity, long offset, Instant deadline, boolean stays) {

    public static Ticket of(CommandId id, long offset, Instant deadline) {
        return new Ticket(LaneKey.of(id.lane()), LaneKey.of(id), offset, deadline, false);
    }

    public Ticket staying() {
        return new Ticket(lane, identity, offset, deadline, true);
    }

    ParkedPlace place(long toldFrom) {
        Instant inMillis = Instant.ofEpochMilli(deadline.plusNanos(999_999).toEpochMilli());
        return new ParkedPlace(offset, lane, identity, inMillis, toldFrom);
    }
}
