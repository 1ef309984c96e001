package io.downlink.gateway.lanes;

import java.time.Instant;

/**
 * Where a parked command stands: all that is kept of it.
 *
 * @param offset of its record, in the partition of its lane
 * @param lane see {@link LaneKey}
 * @param identity the command that it is about, as a number: two of a lane that share one are decided one after the other
 * @param deadline when it ends unless its turn has come, in milliseconds, and never before the command's own
 * @param toldFrom where the event that says so stands among the partition's events, or behind it
 */
public record ParkedPlace(long offset, long lane, long identity, Instant deadline, long toldFrom) {

    ParkedPlace toldAt(long position) {
        return new ParkedPlace(offset, lane, identity, deadline, position);
    }
}
