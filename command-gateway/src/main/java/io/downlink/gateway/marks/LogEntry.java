package io.downlink.gateway.marks;

import io.downlink.gateway.offsets.OffsetRange;
import java.time.Instant;
import java.util.List;

/** A record of the command log. Those of one partition are read in their order, from a checkpoint on. */
public sealed interface LogEntry {

    /** A command is about to be called; without a later word of it nobody knows whether its device acted. */
    record Mark(long offset, String deviceId, Instant callEndsBy) implements LogEntry {}

    /** The call that was marked last did not reach the device; the command is free to be called again. */
    record NotRun(long offset, String deviceId) implements LogEntry {}

    /**
     * All that is known of a partition. What came before it is not needed any more.
     *
     * @param topicId of the commands topic: one that is deleted and created again has another
     * @param position everything below it is finished
     * @param finished what is finished besides
     * @param marks the calls that may be open
     * @param eventsFrom where the events stand, in the partition of the same number, of what is finished later
     */
    record Checkpoint(String topicId, long position, List<OffsetRange> finished, List<Mark> marks, long eventsFrom)
            implements LogEntry {
        public Checkpoint {
            finished = List.copyOf(finished);
            marks = List.copyOf(marks);
        }
    }
}
