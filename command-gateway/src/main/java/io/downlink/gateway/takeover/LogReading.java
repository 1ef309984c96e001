package io.downlink.gateway.takeover;

import io.downlink.gateway.marks.LogEntry;
import io.downlink.gateway.marks.LogEntry.Checkpoint;
import io.downlink.gateway.marks.LogEntry.Mark;
import io.downlink.gateway.marks.LogEntry.NotRun;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the log says, read from anywhere before its newest checkpoint to its end. */
final class LogReading {
    private final Map<Long, Mark> marks = new HashMap<>();
    private @Nullable Checkpoint newest;

    void read(LogEntry entry) {
        switch (entry) {
            case Mark mark -> marks.put(mark.offset(), mark);
            case NotRun notRun -> marks.remove(notRun.offset());
            case Checkpoint checkpoint -> {
                newest = checkpoint;
                marks.clear();
                checkpoint.marks().forEach(this::read);
            }
        }
    }

    Optional<Checkpoint> newest() {
        return Optional.ofNullable(newest);
    }

    /** The calls that may be open, by the offset of their command. */
    Map<Long, Mark> marks() {
        return marks;
    }
}
