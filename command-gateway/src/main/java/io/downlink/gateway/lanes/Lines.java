package io.downlink.gateway.lanes;

import io.downlink.gateway.lanes.Line.Sleep;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The lanes of a partition that hold work; of those whose next command is parked, when that is read. Guarded by its
 * {@link Lanes}.
 */
final class Lines implements Iterable<Line> {
    private final Map<Long, Line> lines = new HashMap<>();
    /** Lanes whose next command is parked, and is not read before the topic is read up to there. */
    private final PriorityQueue<Sleep> ahead = new PriorityQueue<>(Comparator.comparingLong(sleep -> sleep.offset));
    /** Lanes whose next command is parked, by when it is read. */
    private final PriorityQueue<Sleep> asleep = new PriorityQueue<>(Comparator.comparing(sleep -> sleep.until));
    /** Whatever stands below it in the topic has been entered, or need not be. */
    private long arrivedBelow;

    Line of(long lane) {
        return lines.computeIfAbsent(lane, Line::new);
    }

    @Nullable
    Line find(long lane) {
        return lines.get(lane);
    }

    /** As they are at this moment. */
    List<Line> all() {
        return List.copyOf(lines.values());
    }

    /** Where none comes or goes meanwhile: there may be very many. */
    @Override
    public Iterator<Line> iterator() {
        return lines.values().iterator();
    }

    int number() {
        return lines.size();
    }

    /** Whatever stands below has been entered, or need not be. */
    void arrivedBelow(long position) {
        arrivedBelow = position;
        for (Sleep next = ahead.peek(); next != null && next.offset < arrivedBelow; next = ahead.peek()) {
            ahead.remove();
            wake(next);
        }
    }

    /** Nothing of it is ready. If what comes next is parked, it sleeps; if it holds no work, it is gone. */
    void rest(Line line) {
        if (line.running == null && line.nextIsParked() && line.sleep == null) {
            line.sleep = new Sleep(line, line.parked.firstOffset(), line.wakeAt);
            (isAhead(line) ? ahead : asleep).add(line.sleep);
        }
        if (line.isEmpty()) {
            lines.remove(line.key, line);
        }
    }

    /** After a restart the topic is read again, and may hold commands that come before a parked one. */
    private boolean isAhead(Line line) {
        return line.parked.firstOffset() >= arrivedBelow;
    }

    /** @return a lane whose next command is to be read now, after which it is {@link #read}; null if there is none */
    @Nullable
    Line due(Instant now) {
        for (Sleep next = asleep.peek(); next != null && !next.until.isAfter(now); next = asleep.peek()) {
            Line line = next.line;
            if (line.sleep == next && line.nextIsParked() && !isAhead(line)) {
                return line;
            }
            asleep.remove();
            wake(next);
        }
        return null;
    }

    /** How many commands of a lane that is due are read. */
    int numberToRead(Line due) {
        return due.readNext(arrivedBelow);
    }

    void read(Line due) {
        asleep.remove(due.sleep);
        due.sleep = null;
        rest(due);
    }

    /** If it has not been woken before, by something that came in front of what is parked. */
    private void wake(Sleep sleep) {
        if (sleep.line.sleep == sleep) {
            sleep.line.sleep = null;
        }
        rest(sleep.line);
    }

    /** What sleeps is not read any more. */
    void forgetSleeping() {
        ahead.clear();
        asleep.clear();
        lines.values().forEach(line -> line.sleep = null);
    }
}
