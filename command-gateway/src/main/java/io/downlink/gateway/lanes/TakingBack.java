package io.downlink.gateway.lanes;

import io.downlink.gateway.lanes.Turn.State;
import java.util.Comparator;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds a command by what it is about, held or parked, and takes it out of its lane. Guarded by the lock of {@link Lanes}.
 */
final class TakingBack {
    private final Lines lines;
    private final HeldTurns held;
    private final ParkedCommands parked;

    TakingBack(Lines lines, HeldTurns held, ParkedCommands parked) {
        this.lines = lines;
        this.held = held;
        this.parked = parked;
    }

    /** What somebody who asks for a parked command is told. */
    sealed interface Recall {
        /** It is not parked. */
        record NotParked() implements Recall {}

        /** It comes back by itself. */
        record OnItsWay() implements Recall {}

        /** It is to be read. */
        record ToRead(ParkedPlace place) implements Recall {}
    }

    /** @param whenBack runs when it is in memory again, or over */
    Recall recall(long lane, long identity, long below, Runnable whenBack) {
        if (parked.isClosed()) {
            return new Recall.NotParked();
        }
        Line line = lines.find(lane);
        Turn first = firstInMemory(lane, identity, below);
        OptionalLong before = line == null
                ? OptionalLong.empty()
                : line.parked.first(identity, first == null ? below : first.offset());
        if (line != null && before.isPresent()) {
            ParkedPlace place = line.parked.take(before.getAsLong()).orElseThrow();
            parked.readUnasked(line, place).recalls.add(whenBack);
            return new Recall.ToRead(place);
        }
        if (first == null || (first.state != State.PARKING && first.state != State.READ)) {
            return new Recall.NotParked();
        }
        first.recalls.add(whenBack);
        return new Recall.OnItsWay();
    }

    /** Whether a command in memory, or a parked one, that stands before is about the same one. */
    boolean asksBefore(long lane, long identity, long below) {
        Line line = lines.find(lane);
        return firstInMemory(lane, identity, below) != null
                || (line != null && line.parked.holdsBelow(below, identity));
    }

    private @Nullable Turn firstInMemory(long lane, long identity, long below) {
        Line line = lines.find(lane);
        Stream<Turn> turns = line == null ? Stream.empty() : line.inMemory();
        return Stream.concat(turns, parked.inMemory().stream())
                .filter(turn -> turn.line.key == lane && turn.place.identity() == identity && turn.offset() < below)
                .min(Comparator.comparingLong(Turn::offset))
                .orElse(null);
    }

    /**
     * Takes a command out that does not run. If the log knows it as parked, it stays so until it is {@link
     * ParkedCommands#finished finished}.
     *
     * @return its lane, which goes on without it; null if there is none
     */
    @Nullable
    Line withdraw(long lane, long offset) {
        Line line = lines.find(lane);
        Turn turn = line == null ? null : line.turn(offset);
        Turn read = parked.inMemory(offset);
        if (turn == null && read != null && read.state == State.READ) {
            turn = read;
        }
        if (turn != null) {
            withdraw(turn);
            return turn.line;
        }
        if (line != null) {
            parked.takeOut(line, offset); // parked again, right before it was taken back
        }
        return line;
    }

    private void withdraw(Turn turn) {
        if (turn.state == State.PARKING) {
            if (turn.logged) {
                return;
            }
            parked.takeBack(turn);
        }
        held.takeOut(turn);
        turn.state = State.OVER;
    }
}
