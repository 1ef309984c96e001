package io.downlink.gateway.lanes;

import io.downlink.gateway.lanes.Turn.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The turns that are held in memory, and which of them are let go of because they wait too long. Guarded by its {@link
 * Lanes}.
 */
final class HeldTurns {
    private final ParkedCommands parked;
    private final Parking parking;
    /** What may be let go of one day: the longest in memory first. */
    private final Set<Turn> aging = new LinkedHashSet<>();

    HeldTurns(ParkedCommands parked, Parking parking) {
        this.parked = parked;
        this.parking = parking;
    }

    /**
     * It takes its place in its lane.
     *
     * @return false if it was read again before its turn came: it is let go of again
     */
    boolean enter(Turn turn) {
        boolean early = turn.state == State.READ && (turn.late || turn.line.nextIsParked());
        if (!early) {
            turn.state = State.QUEUED;
            turn.line.put(turn);
            aging.add(turn);
        } else if (turn.late && turn.isLate(turn.since)) {
            turn.state = State.OVER;
        } else {
            turn.late = false;
            putBack(turn, turn.since);
        }
        return !early;
    }

    /** It has ended. */
    void remove(Turn turn) {
        aging.remove(turn);
    }

    /** Its lane goes on without it. */
    void takeOut(Turn turn) {
        Line line = turn.line;
        line.remove(turn);
        aging.remove(turn);
        if (line.running == turn) {
            line.running = null;
        }
    }

    /** @return what waits too long: it does not run any more */
    List<Turn> letGo(Instant now) {
        List<Turn> letGo = new ArrayList<>();
        for (Turn turn : parked.isClosed() ? List.<Turn>of() : waitingTooLong(now)) {
            if (turn.mayBeLetGo()) {
                letGo.addAll(letGo(turn, now));
            }
        }
        return letGo;
    }

    private List<Turn> waitingTooLong(Instant now) {
        Instant inMemoryBefore = now.minus(parking.after());
        return aging.stream()
                .takeWhile(turn -> !turn.since.isAfter(inMemoryBefore))
                .toList();
    }

    private List<Turn> letGo(Turn turn, Instant now) {
        if (turn.logged) {
            return putBackAll(turn, now);
        }
        turn.late = turn.isLate(now) && !turn.line.hasSameBefore(turn);
        if (turn.late) {
            takeOut(turn);
            turn.state = State.OVER;
        } else if (parked.begin(turn)) {
            takeOut(turn);
            turn.line.put(turn);
        } else {
            return List.of();
        }
        return List.of(turn);
    }

    /** @return what is parked again because a turn that was parked has been tried in vain */
    List<Turn> waitsInVain(Turn turn, Instant now) {
        return turn.logged && turn.mayBeLetGo() && !parked.isClosed() ? putBackAll(turn, now) : List.of();
    }

    /** All of its lane that were read again with it, too. */
    private List<Turn> putBackAll(Turn turn, Instant now) {
        List<Turn> back = new ArrayList<>();
        back.add(turn);
        for (Turn behind : turn.line.turns()) {
            if (behind != turn && behind.logged && behind.mayBeLetGo()) {
                back.add(behind);
            }
        }
        back.forEach(next -> putBack(next, now));
        return back;
    }

    /** If it was tried, its lane sleeps for a while. */
    private void putBack(Turn turn, Instant now) {
        if (turn.line.running == turn) {
            turn.line.endedInVain(now, parking);
        }
        takeOut(turn);
        parked.putBack(turn);
    }
}
