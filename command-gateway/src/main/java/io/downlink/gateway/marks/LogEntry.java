package io.downlink.gateway.marks;

import io.downlink.gateway.lanes.ParkedPlace;
import io.downlink.gateway.offsets.OffsetRange;
import io.downlink.gateway.pacing.DayCount;
import java.time.Instant;
import java.util.List;

/** A record of the command log. Those of one partition are read in their order, from a checkpoint on. */
public sealed interface LogEntry {

    /** A command is about to be called; without a later word of it nobody knows whether its device acted. */
    record Mark(long offset, String deviceId, Instant callEndsBy) implements LogEntry {}

    /** The call that was marked last did not reach the device; the command is free to be called again. */
    record NotRun(long offset, String deviceId) implements LogEntry {}

    /** Commands below it may be called without a mark, from here on. */
    record Reserved(long below) implements LogEntry {}

    /** A command waits too long to be held: its record is acknowledged, and read again when its turn comes. */
    record Parked(ParkedPlace place) implements LogEntry {}

    /** Nothing is left to do for a command that was parked, and no event says so. */
    record Unparked(long offset) implements LogEntry {}

    /**
     * A call was given up in doubt, and may reach its device until then: no other is made of the lane before. Earlier
     * versions know nothing of it.
     *
     * @param lane see {@link io.downlink.gateway.lanes.LaneKey}
     */
    record LateCall(long lane, Instant until) implements LogEntry {}

    /**
     * All that is known of a partition. What came before it is not needed any more.
     *
     * @param topicId of the commands topic: one that is deleted and created again has another
     * @param position everything below it is finished or parked
     * @param finished what is finished or parked besides
     * @param marks the calls that may be open
     * @param parked the commands that are parked
     * @param eventsFrom where the events stand, in the partition of the same number, of what is finished later
     * @param reservedBelow no command that stands there or behind it was called without a mark; {@link #ANY} in what an
     *     earlier version has written
     * @param lateCalls calls given up in doubt that may still be on their way
     * @param dayCounts what the partition's commands have used of the hubs' messages of the day
     */
    record Checkpoint(
            String topicId,
            long position,
            List<OffsetRange> finished,
            List<Mark> marks,
            List<ParkedPlace> parked,
            long eventsFrom,
            long reservedBelow,
            List<LateCall> lateCalls,
            List<DayCount> dayCounts)
            implements LogEntry {
        /** Any command may have been called. */
        public static final long ANY = Long.MAX_VALUE;

        public Checkpoint {
            finished = List.copyOf(finished);
            marks = List.copyOf(marks);
            parked = List.copyOf(parked);
            lateCalls = List.copyOf(lateCalls);
            dayCounts = List.copyOf(dayCounts);
        }
    }

    /**
     * The beginning of a checkpoint that is too large for one record. The parts follow each other in one transaction,
     * and {@link LastPart} behind them: without all of them there is no checkpoint.
     *
     * @param number from 0 on
     */
    record Part(int number, List<OffsetRange> finished, List<Mark> marks, List<ParkedPlace> parked)
            implements LogEntry {
        public Part {
            finished = List.copyOf(finished);
            marks = List.copyOf(marks);
            parked = List.copyOf(parked);
        }
    }

    /**
     * @param parts how many stand right before it
     * @param rest the checkpoint, without what the parts hold
     */
    record LastPart(int parts, Checkpoint rest) implements LogEntry {}
}
