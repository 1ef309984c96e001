package io.downlink.gateway.lanes;

import io.downlink.contracts.commands.Reason;
import io.downlink.gateway.lanes.Line.Sleep;
import io.downlink.gateway.lanes.Turn.State;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

    private final Map<Long, Line> lines = new HashMap<>();
    /** What may be let go of one day: the longest in memory first. */
    private final Set<Turn> aging = new LinkedHashSet<>();
    /** Parked, or on its way there, and in memory all the same; by offset. */
    private final Map<Long, Turn> loose = new HashMap<>();

    /** Lanes whose next command is parked, and is not read before the topic is read up to there. */
    private final PriorityQueue<Sleep> ahead = new PriorityQueue<>(Comparator.comparingLong(sleep -> sleep.offset));
    /** Lanes whose next command is parked, by when it is read. */
    private final PriorityQueue<Sleep> asleep = new PriorityQueue<>(Comparator.comparing(sleep -> sleep.until));
    /** Offsets of parked commands that may have been called: past their deadline they have not simply expired. */
    private final Set<Long> unsure = new HashSet<>();
    /** No parked command is past its deadline before. */
    private long lateFromMillis = Long.MAX_VALUE;

    /** Whatever stands below it in the topic has been entered, or need not be. */
    private long arrivedBelow;

    private boolean closed;

    /**
     * @param parking shared with the lanes of other partitions
     * @param reader reads parked commands again, and enters each of them; returns without waiting for that
     */
    public Lanes(Parking parking, Consumer<List<ParkedPlace>> reader, Clock clock) {
        this.parking = parking;
        this.reader = reader;
        this.clock = clock;
    }

    /**
     * Runs work when everything that stands before it in its lane has ended.
     *
     * @param work ends with an item or a failure, either of which lets the next one begin; it is asked for again if it
     *     was parked meanwhile
     * @return what became of it: where the work has ended, on the thread on which it did
     */
    public <T> Uni<Turned<T>> inOrder(Ticket ticket, Function<Hold, Uni<T>> work) {
        return Uni.createFrom()
                .emitter(outcome -> enter(
                        ticket,
                        turn -> Uni.createFrom()
                                .deferred(() -> work.apply(new TurnHold(turn)))
                                .subscribe()
                                .with(
                                        item -> end(turn, () -> outcome.complete(new Turned.Ended<>(item))),
                                        failure -> end(turn, () -> outcome.fail(failure))),
                        turn -> outcome.complete(whyLetGo(turn))));
    }

    private <T> Turned<T> whyLetGo(Turn turn) {
        synchronized (this) {
            Reason reason = turn.line.reason();
            int calls = turn.line.callsOf(turn.offset());
            if (turn.late) {
                return new Turned.Late<>(calls, reason);
            }
            return turn.logged ? new Turned.StaysParked<>() : new Turned.ToPark<>(calls, reason);
        }
    }

    private void enter(Ticket ticket, Turn.Beginning beginning, Turn.LettingGo lettingGo) {
        if (isWithdrawnOnRecall(ticket.offset())) {
            return;
        }
        Turn turn;
        boolean goesBack;
        List<Runnable> recalls;
        synchronized (this) {
            turn = turnOf(ticket);
            recalls = turn.takeRecalls(); // of whoever came meanwhile
            turn.beginning = beginning;
            turn.lettingGo = lettingGo;
            turn.since = clock.instant();
            turn.stays |= ticket.stays();
            goesBack = turn.state == State.READ && (turn.late || turn.line.nextIsParked());
            if (goesBack) {
                if (turn.late && turn.isLate(turn.since)) {
                    turn.state = State.OVER;
                } else {
                    turn.late = false;
                    putBack(turn);
                }
            } else {
                turn.state = State.QUEUED;
                turn.line.put(turn);
                aging.add(turn);
            }
        }
        recalls.forEach(Runnable::run);
        if (goesBack) {
            tell(turn);
        }
        goOn(turn.line);
    }

    /** Tells who has asked for it that it is here again: they may take it back. */
    private boolean isWithdrawnOnRecall(long offset) {
        Turn turn;
        List<Runnable> recalls;
        synchronized (this) {
            turn = loose.get(offset);
            if (turn == null || turn.state != State.READ) {
                return false;
            }
            recalls = turn.takeRecalls();
        }
        recalls.forEach(Runnable::run);
        synchronized (this) {
            return turn.state == State.OVER;
        }
    }

    /** One that was read again has its turn already. */
    private Turn turnOf(Ticket ticket) {
        Turn read = loose.get(ticket.offset());
        long toldFrom = read == null ? 0 : read.place.toldFrom();
        ParkedPlace place = ticket.place(toldFrom);
        if (read != null && read.state == State.READ) {
            read.place = place;
            return read;
        }
        return new Turn(lines.computeIfAbsent(ticket.lane(), Line::new), place, State.QUEUED);
    }

    /**
     * Begins what is ready, one after the other. A loop, because thousands of commands that end while they begin would
     * otherwise each stand on the stack of the one before.
     */
    private void goOn(Line line) {
        while (true) {
            Turn next;
            synchronized (this) {
                if (line.advancing) {
                    return;
                }
                next = line.takeReady();
                if (next == null) {
                    rest(line);
                    break;
                }
                next.state = State.WAITING;
                line.running = next;
                line.advancing = true;
            }
            begin(next);
            synchronized (this) {
                line.advancing = false;
            }
        }
        readWhatIsDue();
    }

    private void begin(Turn turn) {
        Cancellable running = Objects.requireNonNull(turn.beginning).begin(turn);
        boolean letGo;
        synchronized (this) {
            letGo = turn.state == State.PARKING || turn.state == State.OVER;
            turn.running = letGo ? null : running;
        }
        if (letGo) {
            running.cancel();
        }
    }

    /** Unless it was let go of before. */
    private void end(Turn turn, Runnable tell) {
        synchronized (this) {
            if (turn.state != State.WAITING && turn.state != State.CALLING) {
                return;
            }
            turn.state = State.OVER;
            aging.remove(turn);
        }
        try {
            tell.run();
        } finally {
            synchronized (this) {
                turn.running = null;
                if (turn.line.running == turn) {
                    turn.line.running = null;
                    turn.line.ended();
                }
            }
            goOn(turn.line);
        }
    }

    /** Nothing of it is ready. */
    private void rest(Line line) {
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

    /** The topic is read so far: what stands before has been entered, or had no need to be. */
    public synchronized void arrived(long offset) {
        arrivedBelow = offset + 1;
        for (Sleep next = ahead.peek(); next != null && next.offset < arrivedBelow; next = ahead.peek()) {
            ahead.remove();
            if (next.line.sleep == next) {
                next.line.sleep = null;
                rest(next.line);
            }
        }
    }

    /** Lets go of what has been waiting too long, ends what is past its deadline, and reads what is due. */
    public void sweep() {
        List<Turn> letGo = new ArrayList<>();
        synchronized (this) {
            for (Turn turn : closed ? List.<Turn>of() : waitingTooLong()) {
                if (turn.mayBeLetGo()) {
                    letGo.addAll(letGo(turn));
                }
            }
        }
        letGo.forEach(this::tell);
        letGo.forEach(turn -> goOn(turn.line));
        readWhatIsLate();
        readWhatIsDue();
    }

    private List<Turn> waitingTooLong() {
        Instant inMemoryBefore = clock.instant().minus(parking.after());
        List<Turn> turns = new ArrayList<>();
        for (Turn turn : aging) {
            if (turn.since.isAfter(inMemoryBefore)) {
                break;
            }
            turns.add(turn);
        }
        return turns;
    }

    private List<Turn> letGo(Turn turn) {
        if (turn.logged) {
            return putBackAll(turn);
        }
        turn.late = turn.isLate(clock.instant()) && !turn.line.hasSameBefore(turn);
        if (turn.late) {
            takeOut(turn);
            turn.state = State.OVER;
        } else if (parking.begin()) {
            takeOut(turn);
            turn.state = State.PARKING;
            turn.line.put(turn);
            loose.put(turn.offset(), turn);
        } else {
            return List.of();
        }
        return List.of(turn);
    }

    private void takeOut(Turn turn) {
        Line line = turn.line;
        line.remove(turn);
        aging.remove(turn);
        if (line.running == turn) {
            line.running = null;
        }
    }

    /** One that was tried in vain, and all of its lane that were read with it. */
    private List<Turn> putBackAll(Turn turn) {
        List<Turn> back = new ArrayList<>();
        back.add(turn);
        for (Turn behind : turn.line.turns()) {
            if (behind != turn && behind.logged && behind.mayBeLetGo()) {
                back.add(behind);
            }
        }
        back.forEach(this::putBack);
        return back;
    }

    /** It is parked again; if it was tried, its lane sleeps for a while. */
    private void putBack(Turn turn) {
        Line line = turn.line;
        if (line.running == turn) {
            line.endedInVain(clock.instant(), parking);
        }
        takeOut(turn);
        turn.state = State.OVER;
        loose.remove(turn.offset(), turn);
        park(line, turn.place);
        parking.letGo(1);
        rest(line);
    }

    private void park(Line line, ParkedPlace place) {
        line.parked.add(place);
        lateFromMillis = Math.min(lateFromMillis, place.deadline().toEpochMilli());
    }

    private void tell(Turn turn) {
        Cancellable running;
        synchronized (this) {
            running = turn.running;
            turn.running = null;
        }
        if (running != null) {
            running.cancel();
        }
        Objects.requireNonNull(turn.lettingGo).tell(turn);
    }

    private void readWhatIsDue() {
        List<ParkedPlace> due = new ArrayList<>();
        synchronized (this) {
            Instant now = clock.instant();
            for (Sleep next = asleep.peek(); next != null && !next.until.isAfter(now); next = asleep.peek()) {
                Line line = next.line;
                boolean awake = line.sleep != next || !line.nextIsParked() || isAhead(line);
                int number = awake ? 0 : parking.read(closed ? 0 : line.readNext(arrivedBelow));
                if (number == 0 && !awake) {
                    break;
                }
                asleep.remove();
                if (line.sleep == next) {
                    line.sleep = null;
                }
                for (int i = 0; i < number; i++) {
                    due.add(read(line, line.parked.takeFirst(), false));
                }
                rest(line);
            }
        }
        readAgain(due);
    }

    private void readWhatIsLate() {
        List<ParkedPlace> late = new ArrayList<>();
        synchronized (this) {
            long now = clock.millis();
            if (closed || now < lateFromMillis) {
                return;
            }
            int room = parking.read(Integer.MAX_VALUE);
            int left = room;
            lateFromMillis = Long.MAX_VALUE;
            for (Line line : lines.values()) {
                for (ParkedPlace place : line.parked.takeLate(now, left, unsure, line.identitiesInMemory())) {
                    late.add(read(line, place, true));
                    left--;
                }
                lateFromMillis = Math.min(lateFromMillis, line.parked.earliestDeadlineMillis());
            }
            parking.letGo(left);
        }
        readAgain(late);
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
            List<ParkedPlace> due = new ArrayList<>();
            boolean parked;
            synchronized (this) {
                parked = !closed && recall(lane, identity, below, () -> back.complete(true), due);
            }
            if (!parked) {
                back.complete(false);
            }
            readAgain(due);
        });
    }

    private boolean recall(long lane, long identity, long below, Runnable whenBack, List<ParkedPlace> due) {
        Line line = lines.get(lane);
        Turn first = firstOf(lane, identity, below);
        if (line != null) {
            OptionalLong parked = line.parked.first(identity, first == null ? below : first.offset());
            if (parked.isPresent()) {
                parking.read();
                due.add(read(line, line.parked.take(parked.getAsLong()).orElseThrow(), false));
                first = Objects.requireNonNull(loose.get(parked.getAsLong()));
            }
        }
        if (first == null || (first.state != State.PARKING && first.state != State.READ)) {
            return false;
        }
        first.recalls.add(whenBack);
        return true;
    }

    /** Whether a command in memory, or a parked one, that stands before is about the same one. */
    public synchronized boolean asksBefore(long lane, long identity, long below) {
        Line line = lines.get(lane);
        return firstOf(lane, identity, below) != null || (line != null && line.parked.holdsBelow(below, identity));
    }

    /** In memory. */
    private @Nullable Turn firstOf(long lane, long identity, long below) {
        Line line = lines.get(lane);
        Stream<Turn> turns = line == null ? Stream.empty() : line.inMemory();
        return Stream.concat(turns, loose.values().stream())
                .filter(turn -> turn.line.key == lane && turn.place.identity() == identity && turn.offset() < below)
                .min(Comparator.comparingLong(Turn::offset))
                .orElse(null);
    }

    private ParkedPlace read(Line line, ParkedPlace place, boolean late) {
        Turn turn = new Turn(line, place, State.READ);
        turn.logged = true;
        turn.late = late;
        loose.put(place.offset(), turn);
        if (!late) {
            line.put(turn);
        }
        return place;
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
    public synchronized ParkedPlace parking(long offset, long toldFrom) {
        Turn turn = loose.get(offset);
        if (turn == null) {
            throw new IllegalStateException("nothing is about to be parked at offset " + offset);
        }
        ParkedPlace before = turn.place;
        turn.place = new ParkedPlace(before.offset(), before.lane(), before.identity(), before.deadline(), toldFrom);
        turn.logged = true;
        return turn.place;
    }

    /** Its place is safe in the log, its record acknowledged, and nothing is done for it any more until it is read again. */
    public void parked(long offset) {
        Turn turn;
        List<ParkedPlace> due = new ArrayList<>();
        List<Runnable> recalls;
        synchronized (this) {
            turn = loose.get(offset);
            if (turn == null || turn.state != State.PARKING || !turn.logged) {
                return;
            }
            loose.remove(offset);
            turn.line.remove(turn);
            turn.state = State.OVER;
            recalls = turn.takeRecalls();
            if (recalls.isEmpty() || closed) {
                park(turn.line, turn.place);
            } else {
                parking.read();
                due.add(read(turn.line, turn.place, false));
                Objects.requireNonNull(loose.get(offset)).recalls.addAll(recalls);
                recalls = List.of();
            }
        }
        recalls.forEach(Runnable::run);
        readAgain(due);
        goOn(turn.line);
    }

    /** What became of it is told: if it was parked, it is no more. */
    public void finished(long offset) {
        Turn turn;
        List<Runnable> recalls;
        synchronized (this) {
            turn = loose.get(offset);
            if (turn == null || (turn.state != State.OVER && turn.state != State.READ)) {
                return;
            }
            loose.remove(offset);
            turn.line.remove(turn);
            turn.state = State.OVER;
            unsure.remove(offset);
            parking.letGo(1);
            parking.end(1);
            recalls = turn.takeRecalls();
        }
        recalls.forEach(Runnable::run);
        goOn(turn.line);
    }

    /**
     * Takes a command out that neither runs nor is to run any more: its lane goes on without it. If the log knows it as
     * parked, it stays so until it is {@link #finished}.
     *
     * @return false if it is not there, or runs
     */
    public boolean withdraw(long lane, long offset) {
        Line line;
        boolean withdrawn;
        synchronized (this) {
            line = lines.get(lane);
            Turn turn = line == null ? null : line.turn(offset);
            Turn read = loose.get(offset);
            if (turn == null && read != null && read.state == State.READ) {
                turn = read;
            }
            if (turn != null) {
                line = turn.line;
                withdrawn = withdrawn(turn);
            } else if (line != null) {
                withdrawn = withdrawn(line, offset);
            } else {
                return false;
            }
        }
        goOn(line);
        return withdrawn;
    }

    /** It was parked again, right before it was taken back. */
    private boolean withdrawn(Line line, long offset) {
        Optional<ParkedPlace> place = line.parked.take(offset);
        place.ifPresent(parked -> {
            Turn turn = new Turn(line, parked, State.OVER);
            turn.logged = true;
            loose.put(offset, turn);
            parking.read();
        });
        return place.isPresent();
    }

    private boolean withdrawn(Turn turn) {
        if (turn.state == State.PARKING && turn.logged) {
            return false;
        }
        if (turn.state == State.PARKING) {
            loose.remove(turn.offset());
            parking.end(1);
        }
        takeOut(turn);
        turn.state = State.OVER;
        return true;
    }

    /**
     * What an earlier owner of the partition had parked.
     *
     * @param position below it nothing in the topic is left to enter
     * @param mayHaveBeenCalled offsets of those that end in doubt, when their turn comes
     */
    public synchronized void restore(long position, Collection<ParkedPlace> places, Set<Long> mayHaveBeenCalled) {
        arrivedBelow = position;
        parking.restored(places.size());
        for (ParkedPlace place : places) {
            Line line = lines.computeIfAbsent(place.lane(), Line::new);
            park(line, place);
            if (mayHaveBeenCalled.contains(place.offset())) {
                unsure.add(place.offset());
            }
        }
        List.copyOf(lines.values()).forEach(this::rest);
    }

    /** Everything that the log must not forget, by offset. */
    public synchronized List<ParkedPlace> places() {
        List<ParkedPlace> places = new ArrayList<>();
        for (Line line : lines.values()) {
            line.parked.forEach(places::add);
        }
        for (Turn turn : loose.values()) {
            if (turn.logged) {
                places.add(turn.place);
            }
        }
        places.sort(Comparator.comparingLong(ParkedPlace::offset));
        return places;
    }

    /** How many lanes hold work. */
    public synchronized int withWork() {
        return lines.size();
    }

    /** From here nothing more is parked or read again. */
    public synchronized void close() {
        closed = true;
    }

    /** Forgets what is parked: that is another's now. What else is in memory goes on in its order. */
    public void drop() {
        List<Turn> letGo = new ArrayList<>();
        List<Runnable> recalls = new ArrayList<>();
        List<Line> left;
        synchronized (this) {
            closed = true;
            asleep.clear();
            ahead.clear();
            left = List.copyOf(lines.values());
            for (Turn turn : loose.values()) {
                if (turn.state == State.QUEUED) {
                    letGo.add(turn);
                }
                if (turn.state != State.PARKING) {
                    parking.letGo(1);
                }
                turn.line.remove(turn);
                recalls.addAll(turn.takeRecalls());
            }
            for (Line line : left) {
                parking.end(line.parked.size());
                line.parked.clear();
                line.sleep = null;
            }
            parking.end(loose.size());
            loose.clear();
            letGo.forEach(turn -> turn.state = State.OVER);
            aging.removeAll(letGo);
        }
        letGo.forEach(this::tell);
        recalls.forEach(Runnable::run);
        left.forEach(this::goOn);
    }

    private final class TurnHold implements Hold {
        private final Turn turn;

        TurnHold(Turn turn) {
            this.turn = turn;
        }

        @Override
        public boolean callBegins() {
            synchronized (Lanes.this) {
                if (turn.state != State.WAITING) {
                    return false;
                }
                turn.state = State.CALLING;
                turn.line.callBegins(turn.offset());
                return true;
            }
        }

        @Override
        public void callEnded() {
            synchronized (Lanes.this) {
                if (turn.state == State.CALLING) {
                    turn.state = State.WAITING;
                }
            }
        }

        @Override
        public void waits(Reason reason, boolean counted) {
            List<Turn> back;
            synchronized (Lanes.this) {
                callEnded();
                turn.line.waitsFor(reason);
                turn.stays |= counted;
                back = turn.logged && turn.mayBeLetGo() && !closed ? putBackAll(turn) : List.of();
            }
            back.forEach(Lanes.this::tell);
        }

        @Override
        public int callsBefore() {
            synchronized (Lanes.this) {
                return turn.line.callsOf(turn.offset());
            }
        }
    }
}
