package io.downlink.gateway.takeover;

import io.downlink.gateway.lanes.ParkedPlace;
import io.downlink.gateway.marks.CheckpointParts;
import io.downlink.gateway.marks.LogEntry;
import io.downlink.gateway.marks.LogEntry.Checkpoint;
import io.downlink.gateway.marks.LogEntry.LastPart;
import io.downlink.gateway.marks.LogEntry.LateCall;
import io.downlink.gateway.marks.LogEntry.Mark;
import io.downlink.gateway.marks.LogEntry.NotRun;
import io.downlink.gateway.marks.LogEntry.Parked;
import io.downlink.gateway.marks.LogEntry.Part;
import io.downlink.gateway.marks.LogEntry.Reserved;
import io.downlink.gateway.marks.LogEntry.Unparked;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the log says, read from anywhere before its newest checkpoint to its end. */
final class LogReading {
    private final Map<Long, Mark> marks = new HashMap<>();
    private final Map<Long, ParkedPlace> parked = new HashMap<>();
    private final List<LateCall> lateCalls = new ArrayList<>();
    private final CheckpointParts parts = new CheckpointParts();
    private @Nullable Checkpoint newest;
    private long reservedBelow;

    void read(LogEntry entry) {
        switch (entry) {
            case Mark mark -> marks.put(mark.offset(), mark);
            case NotRun notRun -> marks.remove(notRun.offset());
            case Reserved(long below) -> reservedBelow = Math.max(reservedBelow, below);
            case Parked(ParkedPlace place) -> parked.put(place.offset(), place);
            case Unparked(long offset) -> parked.remove(offset);
            case LateCall call -> lateCalls.add(call);
            case Part part -> parts.read(part);
            case LastPart last -> parts.read(last).ifPresent(this::beginWith);
            case Checkpoint checkpoint -> beginWith(checkpoint);
        }
    }

    private void beginWith(Checkpoint checkpoint) {
        newest = checkpoint;
        reservedBelow = checkpoint.reservedBelow();
        marks.clear();
        checkpoint.marks().forEach(this::read);
        lateCalls.clear();
        lateCalls.addAll(checkpoint.lateCalls());
        parked.clear();
        checkpoint.parked().forEach(place -> parked.put(place.offset(), place));
    }

    Optional<Checkpoint> newest() {
        return Optional.ofNullable(newest);
    }

    /** No command that stands there or behind it was called without a mark. */
    long reservedBelow() {
        return reservedBelow;
    }

    /** The calls that may be open, by the offset of their command. */
    Map<Long, Mark> marks() {
        return marks;
    }

    /** Calls that were given up in doubt, and may have been on their way yet. */
    List<LateCall> lateCalls() {
        return lateCalls;
    }

    /** The commands that are parked, by their offset. */
    Map<Long, ParkedPlace> parked() {
        return parked;
    }
}
