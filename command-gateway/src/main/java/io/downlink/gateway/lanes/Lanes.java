package io.downlink.gateway.lanes;

import io.downlink.gateway.lanes.TakingBack.Recall;
import io.downlink.gateway.lanes.Turn.State;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Runs the work of each lane of a partition one after the other, in the order of its offsets; lanes do not wait for each
 * other. A lane exists only while it holds work.
 *
 * <p>What waits too long is <em>parked</em>: let go of, but for its place in the lane. Whoever entered it brings that to
 * the log ({@link #parking}) and acknowledges it ({@link #parked}); when its turn comes it is read again.
 *
 * <p>What follows a piece of work is called <em>before</em> the next one of the lane begins, so what is handed to a
 * queue there keeps the lane's order too. Safe for use by many threads; nobody is called while the lock is held.
 */
public final class Lanes {
    private final Parking parking;
    private final Consumer<List<ParkedPlace>> reader;
    private final Clock clock;

    /** Guards all of the following. */
    private final Object lock = new Object();

    private final Lines lines = new Lines();
    private final ParkedCommands parked;
    private final HeldTurns held;
    private final TakingBack takingBack;
    private final Turns turns;

    /**
     * @param parking shared with the lanes of other partitions
     * @param reader reads parked commands again, and enters each of them; returns without waiting for that
     */
    public Lanes(Parking parking, Consumer<List<ParkedPlace>> reader, Clock clock) {
        this.parking = parking;
        this.reader = reader;
        this.clock = clock;
        this.parked = new ParkedCommands(lines, parking);
        this.held = new HeldTurns(parked, parking);
        this.takingBack = new TakingBack(lines, held, parked);
        this.turns = new Turns(lock, lines, held, parked, this::readWhatIsDue, clock);
    }

    /**
     * Runs work when everything that stands before it in its lane has ended.
     *
     * @param work ends with an item or a failure, either of which lets the next one begin; it is asked for again if it
     *     was parked meanwhile
     * @return what became of it: where the work has ended, on the thread on which it did
     */
    public <T> Uni<Turned<T>> inOrder(Ticket ticket, Function<Hold, Uni<T>> work) {
        return turns.inOrder(ticket, work);
    }

    /** The topic is read so far: what stands before has been entered, or had no need to be. */
    public void arrived(long offset) {
        synchronized (lock) {
            lines.arrivedBelow(offset + 1);
        }
    }

    /** Lets go of what has been waiting too long, ends what is past its deadline, and reads what is due. */
    public void sweep() {
        List<Turn> letGo;
        synchronized (lock) {
            letGo = held.letGo(clock.instant());
        }
        letGo.forEach(turns::tell);
        letGo.forEach(turn -> turns.goOn(turn.line));
        List<ParkedPlace> late;
        synchronized (lock) {
            late = parked.readLate(clock.instant());
        }
        readAgain(late);
        readWhatIsDue();
    }

    private void readWhatIsDue() {
        List<ParkedPlace> due;
        synchronized (lock) {
            due = parked.readDue(clock.instant());
        }
        readAgain(due);
    }

    private void readAgain(List<ParkedPlace> places) {
        if (!places.isEmpty()) {
            parking.countRead(places.size());
            reader.accept(places);
        }
    }

    /**
     * Right before its place is told to the log: from here {@link #places} holds it.
     *
     * @param toldFrom see {@link ParkedPlace}
     * @return the place
     */
    public ParkedPlace parking(long offset, long toldFrom) {
        synchronized (lock) {
            return parked.telling(offset, toldFrom);
        }
    }

    /** Its place is safe in the log, its record acknowledged, and nothing is done for it any more until it is read again. */
    public void parked(long offset) {
        Turn turn;
        List<Runnable> recalls;
        List<ParkedPlace> asked;
        synchronized (lock) {
            turn = parked.told(offset);
            if (turn == null) {
                return;
            }
            recalls = parked.isClosed() ? turn.takeRecalls() : List.of();
            asked = parked.keep(turn);
        }
        recalls.forEach(Runnable::run);
        readAgain(asked);
        turns.goOn(turn.line);
    }

    /** What became of it is told: if it was parked, it is no more. */
    public void finished(long offset) {
        Turn turn;
        List<Runnable> recalls;
        synchronized (lock) {
            turn = parked.finished(offset);
            if (turn == null) {
                return;
            }
            recalls = turn.takeRecalls();
        }
        recalls.forEach(Runnable::run);
        turns.goOn(turn.line);
    }

    /**
     * Reads a command again that is parked, whatever comes before it.
     *
     * @param identity the command that it is about, as a number: where several are about it, the first one counts
     * @param below it stands before
     * @return ends with true right before the command enters its lane again, or when there is nothing left to do for it;
     *     with false, at once, where it is not parked
     */
    public Uni<Boolean> recall(long lane, long identity, long below) {
        return Uni.createFrom().emitter(back -> {
            Recall recall;
            synchronized (lock) {
                recall = takingBack.recall(lane, identity, below, () -> back.complete(true));
            }
            switch (recall) {
                case Recall.NotParked _ -> back.complete(false);
                case Recall.OnItsWay _ -> {}
                case Recall.ToRead(ParkedPlace place) -> readAgain(List.of(place));
            }
        });
    }

    /** Whether a command in memory, or a parked one, that stands before is about the same one. */
    public boolean asksBefore(long lane, long identity, long below) {
        synchronized (lock) {
            return takingBack.asksBefore(lane, identity, below);
        }
    }

    /**
     * Takes a command out that neither runs nor is to run any more: its lane goes on without it. If the log knows it as
     * parked, it stays so until it is {@link #finished}.
     */
    public void withdraw(long lane, long offset) {
        Line line;
        synchronized (lock) {
            line = takingBack.withdraw(lane, offset);
        }
        if (line != null) {
            turns.goOn(line);
        }
    }

    /**
     * What an earlier owner of the partition had parked.
     *
     * @param position below it nothing in the topic is left to enter
     * @param mayHaveBeenCalled offsets of those that end in doubt, when their turn comes
     */
    public void restore(long position, Collection<ParkedPlace> places, Set<Long> mayHaveBeenCalled) {
        synchronized (lock) {
            lines.arrivedBelow(position);
            parked.restore(places, mayHaveBeenCalled);
        }
    }

    /** Everything that the log must not forget, by offset. */
    public List<ParkedPlace> places() {
        synchronized (lock) {
            return parked.places();
        }
    }

    /** How many lanes hold work. */
    public int withWork() {
        synchronized (lock) {
            return lines.number();
        }
    }

    /** From here nothing more is parked or read again. */
    public void close() {
        synchronized (lock) {
            parked.close();
        }
    }

    /** Forgets what is parked: that is another's now. What else is in memory goes on in its order. */
    public void drop() {
        List<Turn> letGo = new ArrayList<>();
        List<Runnable> recalls = new ArrayList<>();
        List<Line> left;
        synchronized (lock) {
            left = lines.all();
            for (Turn turn : parked.drop()) {
                recalls.addAll(turn.takeRecalls());
                if (turn.state == State.QUEUED) {
                    turn.state = State.OVER;
                    held.remove(turn);
                    letGo.add(turn);
                }
            }
        }
        letGo.forEach(turns::tell);
        recalls.forEach(Runnable::run);
        left.forEach(turns::goOn);
    }
}
