package io.downlink.gateway.lanes;

import io.downlink.contracts.commands.Reason;
import io.downlink.gateway.lanes.Turn.State;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Begins turns, each when its lane has come to it, and ends them. Nobody is called while the lock is held. */
final class Turns {
    private final Object lock;
    private final Lines lines;
    private final HeldTurns held;
    private final ParkedCommands parked;
    private final Runnable readWhatIsDue;
    private final Clock clock;

    /**
     * @param lock guards the state of all of them
     * @param readWhatIsDue called when a lane has gone on
     */
    Turns(Object lock, Lines lines, HeldTurns held, ParkedCommands parked, Runnable readWhatIsDue, Clock clock) {
        this.lock = lock;
        this.lines = lines;
        this.held = held;
        this.parked = parked;
        this.readWhatIsDue = readWhatIsDue;
        this.clock = clock;
    }

    /** See {@link Lanes#inOrder}. */
    <T> Uni<Turned<T>> inOrder(Ticket ticket, Function<Hold, Uni<T>> work) {
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
        synchronized (lock) {
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
        boolean entered;
        List<Runnable> recalls;
        synchronized (lock) {
            turn = turnOf(ticket);
            recalls = turn.takeRecalls(); // of whoever came meanwhile
            turn.enter(ticket, beginning, lettingGo, clock.instant());
            entered = held.enter(turn);
        }
        recalls.forEach(Runnable::run);
        if (!entered) {
            tell(turn);
        }
        goOn(turn.line);
    }

    /** Tells who has asked for it that it is here again: they may take it back. */
    private boolean isWithdrawnOnRecall(long offset) {
        Turn turn;
        List<Runnable> recalls;
        synchronized (lock) {
            turn = parked.inMemory(offset);
            if (turn == null || turn.state != State.READ) {
                return false;
            }
            recalls = turn.takeRecalls();
        }
        recalls.forEach(Runnable::run);
        synchronized (lock) {
            return turn.state == State.OVER;
        }
    }

    /** One that was read again has its turn already. */
    private Turn turnOf(Ticket ticket) {
        Turn read = parked.inMemory(ticket.offset());
        long toldFrom = read == null ? 0 : read.place.toldFrom();
        ParkedPlace place = ticket.place(toldFrom);
        if (read != null && read.state == State.READ) {
            read.place = place;
            return read;
        }
        return new Turn(lines.of(ticket.lane()), place, State.QUEUED);
    }

    /**
     * Begins what is ready, one after the other. A loop, because thousands of commands that end while they begin would
     * otherwise each stand on the stack of the one before.
     */
    void goOn(Line line) {
        while (true) {
            Turn next;
            synchronized (lock) {
                if (line.advancing) {
                    return;
                }
                next = line.takeReady();
                if (next == null) {
                    lines.rest(line);
                    break;
                }
                next.state = State.WAITING;
                line.running = next;
                line.advancing = true;
            }
            begin(next);
            synchronized (lock) {
                line.advancing = false;
            }
        }
        readWhatIsDue.run();
    }

    private void begin(Turn turn) {
        Cancellable running = Objects.requireNonNull(turn.beginning).begin(turn);
        boolean letGo;
        synchronized (lock) {
            letGo = turn.state == State.PARKING || turn.state == State.OVER;
            turn.running = letGo ? null : running;
        }
        if (letGo) {
            running.cancel();
        }
    }

    /** Unless it was let go of before. */
    private void end(Turn turn, Runnable tell) {
        synchronized (lock) {
            if (!turn.isBegun()) {
                return;
            }
            turn.state = State.OVER;
            held.remove(turn);
        }
        try {
            tell.run();
        } finally {
            synchronized (lock) {
                turn.running = null;
                turn.line.ended(turn);
            }
            goOn(turn.line);
        }
    }

    /** It was let go of: it does not run any more. */
    void tell(Turn letGo) {
        Cancellable running;
        synchronized (lock) {
            running = letGo.running;
            letGo.running = null;
        }
        if (running != null) {
            running.cancel();
        }
        Objects.requireNonNull(letGo.lettingGo).tell(letGo);
    }

    private final class TurnHold implements Hold {
        private final Turn turn;

        TurnHold(Turn turn) {
            this.turn = turn;
        }

        @Override
        public boolean callBegins() {
            synchronized (lock) {
                return turn.callBegins();
            }
        }

        @Override
        public void callEnded() {
            synchronized (lock) {
                turn.callEnded();
            }
        }

        @Override
        public void waits(Reason reason, boolean counted) {
            List<Turn> back;
            synchronized (lock) {
                turn.waits(reason, counted);
                back = held.waitsInVain(turn, clock.instant());
            }
            back.forEach(Turns.this::tell);
        }

        @Override
        public int callsBefore() {
            synchronized (lock) {
                return turn.line.callsOf(turn.offset());
            }
        }
    }
}
