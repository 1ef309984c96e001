package io.downlink.gateway.lanes;

import io.downlink.contracts.commands.Reason;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One lane with work: what runs, what waits in memory, and what is parked, which follow each other by their offsets. Its
 * fields are guarded by its {@link Lanes}.
 */
final class Line {
    /** How many of a lane are read again at most while its device keeps up. */
    private static final int READ_AT_ONCE_MAX = 64;

    final long key;
    final ParkedPlaces parked;
    /** In memory, by their offsets, but for the one that runs; null while there is none. */
    private @Nullable TreeMap<Long, Turn> turns;

    @Nullable
    Turn running;
    /** What its commands wait for. */
    private Reason reason = Reason.EARLIER_COMMANDS;
    /** The offset of the command that was called last, and how often. */
    private long called = -1;

    private int calls;
    /** One thread at a time begins turns. */
    boolean advancing;
    /** Its next command is parked, and is read again then; null while that is not so. */
    @Nullable
    Sleep sleep;

    Instant wakeAt = Instant.MIN;
    /** How many of its parked commands are read next. */
    private int readNext = 1;
    /** How often its next command was tried in vain since it was parked. */
    private int inVain;

    /** A lane, its next command, and when that is read. */
    static final class Sleep {
        final Line line;
        final long offset;
        final Instant until;

        Sleep(Line line, long offset, Instant until) {
            this.line = line;
            this.offset = offset;
            this.until = until;
        }
    }

    Line(long key) {
        this.key = key;
        this.parked = new ParkedPlaces(key);
    }

    boolean isEmpty() {
        return running == null && turns == null && parked.isEmpty();
    }

    void put(Turn turn) {
        if (turns == null) {
            turns = new TreeMap<>();
        }
        turns.put(turn.offset(), turn);
    }

    void remove(Turn turn) {
        if (turns != null) {
            turns.remove(turn.offset(), turn);
            if (turns.isEmpty()) {
                turns = null;
            }
        }
    }

    @Nullable
    Turn turn(long offset) {
        return turns == null ? null : turns.get(offset);
    }

    /** What is in memory and does not run. */
    List<Turn> turns() {
        return turns == null ? List.of() : List.copyOf(turns.values());
    }

    /** What runs, too. */
    Stream<Turn> inMemory() {
        return Stream.concat(Stream.ofNullable(running), turns == null ? Stream.empty() : turns.values().stream());
    }

    /** Whether what stands before a command is about the same one. */
    boolean hasSameBefore(Turn turn) {
        long identity = turn.place.identity();
        return (running != null && running != turn && running.place.identity() == identity)
                || turns().stream()
                        .anyMatch(other -> other.offset() < turn.offset() && other.place.identity() == identity)
                || parked.holdsBelow(turn.offset(), identity);
    }

    /** Of the commands that are not parked. */
    Set<Long> identitiesInMemory() {
        Set<Long> identities = new HashSet<>();
        if (running != null) {
            identities.add(running.place.identity());
        }
        turns().forEach(turn -> identities.add(turn.place.identity()));
        return identities;
    }

    /** Whether what comes next is parked. */
    boolean nextIsParked() {
        return !parked.isEmpty() && (turns == null || parked.firstOffset() < turns.firstKey());
    }

    /** @return null if nothing is ready to begin */
    @Nullable
    Turn takeReady() {
        if (running != null || turns == null || nextIsParked()) {
            return null;
        }
        Turn first = turns.firstEntry().getValue();
        if (first.state != Turn.State.QUEUED) {
            return null;
        }
        remove(first);
        return first;
    }

    /** @param below only what stands before */
    int readNext(long below) {
        return parked.numberBelow(below, readNext);
    }

    void callBegins(long offset) {
        calls = callsOf(offset) + 1;
        called = offset;
        reason = Reason.EARLIER_COMMANDS;
    }

    void waitsFor(Reason what) {
        reason = what;
    }

    int callsOf(long offset) {
        return offset == called ? calls : 0;
    }

    Reason reason() {
        return reason;
    }

    /** If it ran. */
    void ended(Turn turn) {
        if (running != turn) {
            return;
        }
        running = null;
        reason = Reason.EARLIER_COMMANDS;
        inVain = 0;
        readNext = Math.min(READ_AT_ONCE_MAX, 2 * readNext);
        wakeAt = Instant.MIN;
    }

    /** A parked command was tried and is parked again. */
    void endedInVain(Instant now, Parking parking) {
        inVain++;
        readNext = 1;
        wakeAt = now.plus(parking.askAgainAfter(inVain));
    }
}
