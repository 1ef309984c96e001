package io.downlink.gateway.lanes;

import io.downlink.gateway.lanes.Turn.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the log knows as parked, or is about to: a place in its lane, and a turn where it is in memory all the same.
 * Guarded by the lock of {@link Lanes}.
 */
final class ParkedCommands {
    private final Lines lines;
    private final Parking parking;

    /** Parked, or on its way there, and in memory all the same; by offset. */
    private final Map<Long, Turn> loose = new HashMap<>();
    /** Offsets of parked commands that may have been called: past their deadline they have not simply expired. */
    private final Set<Long> unsure = new HashSet<>();
    /** No parked command is past its deadline before. */
    private long lateFromMillis = Long.MAX_VALUE;

    private boolean closed;

    ParkedCommands(Lines lines, Parking parking) {
        this.lines = lines;
        this.parking = parking;
    }

    /** From here nothing more is parked or read again. */
    void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    @Nullable
    Turn inMemory(long offset) {
        return loose.get(offset);
    }

    Collection<Turn> inMemory() {
        return loose.values();
    }

    /** What an earlier owner had parked. */
    void restore(Collection<ParkedPlace> places, Set<Long> mayHaveBeenCalled) {
        parking.restored(places.size());
        for (ParkedPlace place : places) {
            park(lines.of(place.lane()), place);
            if (mayHaveBeenCalled.contains(place.offset())) {
                unsure.add(place.offset());
            }
        }
        lines.all().forEach(lines::rest);
    }

    /** @return whether it may be parked: then it is on its way to the log, and keeps its place in its lane */
    boolean begin(Turn turn) {
        if (!parking.begin()) {
            return false;
        }
        turn.state = State.PARKING;
        loose.put(turn.offset(), turn);
        return true;
    }

    /** Right before its place is told to the log. */
    ParkedPlace telling(long offset, long toldFrom) {
        Turn turn = loose.get(offset);
        if (turn == null) {
            throw new IllegalStateException("nothing is about to be parked at offset " + offset);
        }
        turn.place = turn.place.toldAt(toldFrom);
        turn.logged = true;
        return turn.place;
    }

    /** @return what was on its way, and stands in the log now; null if that is not so */
    @Nullable
    Turn told(long offset) {
        Turn turn = loose.get(offset);
        if (turn == null || turn.state != State.PARKING || !turn.logged) {
            return null;
        }
        forget(turn);
        return turn;
    }

    /** What is told is a place from here on, unless somebody has asked for it meanwhile. @return what is read again */
    List<ParkedPlace> keep(Turn told) {
        if (told.recalls.isEmpty()) {
            park(told.line, told.place);
            return List.of();
        }
        Turn again = readUnasked(told.line, told.place);
        again.recalls.addAll(told.takeRecalls());
        return List.of(again.place);
    }

    /** What was read again is a place once more. */
    void putBack(Turn turn) {
        turn.state = State.OVER;
        loose.remove(turn.offset(), turn);
        park(turn.line, turn.place);
        parking.letGo(1);
        lines.rest(turn.line);
    }

    private void park(Line line, ParkedPlace place) {
        line.parked.add(place);
        lateFromMillis = Math.min(lateFromMillis, place.deadline().toEpochMilli());
    }

    /** Whose turn has come: as many as there is room for. */
    List<ParkedPlace> readDue(Instant now) {
        List<ParkedPlace> due = new ArrayList<>();
        while (!closed) {
            Line line = lines.due(now);
            int number = line == null ? 0 : parking.read(lines.numberToRead(line));
            if (line == null || number == 0) {
                break;
            }
            for (int i = 0; i < number; i++) {
                due.add(read(line, line.parked.takeFirst()).place);
            }
            lines.read(line);
        }
        return due;
    }

    /** What is past its deadline, wherever it stands: as many as there is room for. */
    List<ParkedPlace> readLate(Instant now) {
        if (closed || now.toEpochMilli() < lateFromMillis) {
            return List.of();
        }
        List<ParkedPlace> late = new ArrayList<>();
        int left = parking.read(Integer.MAX_VALUE);
        lateFromMillis = Long.MAX_VALUE;
        for (Line line : lines) {
            for (ParkedPlace place :
                    line.parked.takeLate(now.toEpochMilli(), left, unsure, line.identitiesInMemory())) {
                late.add(place);
                loose(line, place, State.READ).late = true;
                left--;
            }
            lateFromMillis = Math.min(lateFromMillis, line.parked.earliestDeadlineMillis());
        }
        parking.letGo(left);
        return late;
    }

    /** Whether there is room or not. */
    Turn readUnasked(Line line, ParkedPlace place) {
        parking.read();
        return read(line, place);
    }

    private Turn read(Line line, ParkedPlace place) {
        Turn turn = loose(line, place, State.READ);
        line.put(turn);
        return turn;
    }

    private Turn loose(Line line, ParkedPlace place, State state) {
        Turn turn = new Turn(line, place, state);
        turn.logged = true;
        loose.put(place.offset(), turn);
        return turn;
    }

    /** A place is taken out of its lane: its command ends without being read. @return false if it is not there */
    boolean takeOut(Line line, long offset) {
        return line.parked
                .take(offset)
                .map(place -> {
                    parking.read();
                    return loose(line, place, State.OVER);
                })
                .isPresent();
    }

    /** What was on its way to the log does not go there. */
    void takeBack(Turn onItsWay) {
        loose.remove(onItsWay.offset());
        parking.end(1);
    }

    /** What became of it is told. @return null if it was not parked */
    @Nullable
    Turn finished(long offset) {
        Turn turn = loose.get(offset);
        if (turn == null || (turn.state != State.OVER && turn.state != State.READ)) {
            return null;
        }
        forget(turn);
        unsure.remove(offset);
        parking.letGo(1);
        parking.end(1);
        return turn;
    }

    private void forget(Turn turn) {
        loose.remove(turn.offset());
        turn.line.remove(turn);
        turn.state = State.OVER;
    }

    /** All that the log must not forget, by offset. */
    List<ParkedPlace> places() {
        List<ParkedPlace> places = new ArrayList<>();
        lines.forEach(line -> line.parked.forEach(places::add));
        loose.values().stream().filter(turn -> turn.logged).forEach(turn -> places.add(turn.place));
        places.sort(Comparator.comparingLong(ParkedPlace::offset));
        return places;
    }

    /** It is another's now. @return what was in memory */
    List<Turn> drop() {
        closed = true;
        List<Turn> dropped = List.copyOf(loose.values());
        for (Turn turn : dropped) {
            if (turn.state != State.PARKING) {
                parking.letGo(1);
            }
            turn.line.remove(turn);
        }
        for (Line line : lines) {
            parking.end(line.parked.size());
            line.parked.clear();
        }
        parking.end(dropped.size());
        loose.clear();
        lines.forgetSleeping();
        return dropped;
    }
}
