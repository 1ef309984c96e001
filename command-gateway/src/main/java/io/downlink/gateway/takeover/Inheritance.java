package io.downlink.gateway.takeover;

import io.downlink.gateway.lanes.ParkedPlace;
import io.downlink.gateway.marks.CommandLog;
import io.downlink.gateway.marks.LogEntry.Checkpoint;
import io.downlink.gateway.marks.LogEntry.LateCall;
import io.downlink.gateway.marks.LogEntry.Mark;
import io.downlink.gateway.offsets.FinishedOffsets;
import io.downlink.gateway.pacing.DayCount;
import io.downlink.gateway.repeats.EndedCommands;
import java.util.List;
import java.util.Map;

/**
 * What the owners before have left of a partition.
 *
 * @param topicId of the commands topic
 * @param finished what need not be read any more: it has ended, or is parked
 * @param interrupted calls that were begun and never told of, by the offset of their command
 * @param parked what waits, in the order of its offsets
 * @param eventsEnd where the partition's next event will stand, or before that
 * @param known the commands that have ended
 * @param reservedBelow below it an owner before may have called the commands that need no mark
 * @param lateCalls calls that were given up in doubt, and may have been on their way yet
 * @param dayCounts what the partition's commands have used of the hubs' messages of the day
 * @param log the partition's log, which nobody before can write to any more
 */
public record Inheritance(
        String topicId,
        FinishedOffsets finished,
        Map<Long, Mark> interrupted,
        List<ParkedPlace> parked,
        long eventsEnd,
        EndedCommands known,
        long reservedBelow,
        List<LateCall> lateCalls,
        List<DayCount> dayCounts,
        CommandLog log) {
    public Inheritance {
        interrupted = Map.copyOf(interrupted);
        parked = List.copyOf(parked);
        lateCalls = List.copyOf(lateCalls);
        dayCounts = List.copyOf(dayCounts);
    }

    /** Whoever has inherited it owns the partition no more. */
    public void close() {
        log.close();
        known.close();
    }

    /** All of it, in the words of the log. */
    public Checkpoint checkpoint() {
        return checkpoint(parked, eventsEnd, reservedBelow, lateCalls, dayCounts);
    }

    /**
     * @param parked what is parked by now
     * @param eventsFrom where the events stand of what is finished from now on
     * @param reservedBelow up to where commands may be called without a mark by now
     * @param lateCalls those that have not arrived by now
     * @param dayCounts what is counted by now
     */
    public Checkpoint checkpoint(
            List<ParkedPlace> parked,
            long eventsFrom,
            long reservedBelow,
            List<LateCall> lateCalls,
            List<DayCount> dayCounts) {
        return new Checkpoint(
                topicId,
                finished.position(),
                finished.above(),
                log.open(),
                parked,
                eventsFrom,
                reservedBelow,
                lateCalls,
                dayCounts);
    }
}
