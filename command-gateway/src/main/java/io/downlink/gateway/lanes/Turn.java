package io.downlink.gateway.lanes;

import io.downlink.contracts.commands.Reason;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One piece of work in a lane. Its fields are guarded by its {@link Lanes}. */
final class Turn {

    /** How far it is. */
    enum State {
        /** Parked, and being read again. */
        READ,
        /** Its turn has not come. */
        QUEUED,
        /** Begun, with no call open. */
        WAITING,
        /** Begun, with a call that is open or about to be. */
        CALLING,
        /** Let go of, and on its way to the log. */
        PARKING,
        /** It has ended, or is somebody else's. */
        OVER
    }

    /** Begins work. */
    @FunctionalInterface
    interface Beginning {
        Cancellable begin(Turn turn);
    }

    /** Lets go of work that does not run any more. */
    @FunctionalInterface
    interface LettingGo {
        void tell(Turn turn);
    }

    final Line line;
    /** As the log knows it; of a piece of work that was never parked, as it would. */
    ParkedPlace place;

    State state;
    /** Whether the log knows it as parked. */
    boolean logged;
    /** It is past its deadline, and ends without waiting for its turn. */
    boolean late;
    /** It is not to be parked (again). */
    boolean stays;

    Instant since = Instant.MIN;

    @Nullable
    Beginning beginning;

    @Nullable
    LettingGo lettingGo;

    @Nullable
    Cancellable running;

    /** Who is told when it is back in memory, or over. */
    final List<Runnable> recalls = new ArrayList<>(0);

    Turn(Line line, ParkedPlace place, State state) {
        this.line = line;
        this.place = place;
        this.state = state;
    }

    /** It is in memory, and what it does is known. */
    void enter(Ticket ticket, Beginning howToBegin, LettingGo howToLetGo, Instant now) {
        beginning = howToBegin;
        lettingGo = howToLetGo;
        since = now;
        stays |= ticket.stays();
    }

    boolean isBegun() {
        return state == State.WAITING || state == State.CALLING;
    }

    /** @return false if it was let go of, and must not call */
    boolean callBegins() {
        if (state != State.WAITING) {
            return false;
        }
        state = State.CALLING;
        line.callBegins(offset());
        return true;
    }

    void callEnded() {
        if (state == State.CALLING) {
            state = State.WAITING;
        }
    }

    /** Its call has ended, and it waits before the next one. */
    void waits(Reason reason, boolean counted) {
        callEnded();
        line.waitsFor(reason);
        stays |= counted;
    }

    long offset() {
        return place.offset();
    }

    List<Runnable> takeRecalls() {
        List<Runnable> taken = List.copyOf(recalls);
        recalls.clear();
        return taken;
    }

    boolean isLate(Instant now) {
        return !now.isBefore(place.deadline());
    }

    /** Whether nothing would be lost but the memory that it takes. */
    boolean mayBeLetGo() {
        return !stays && (state == State.QUEUED || state == State.WAITING);
    }
}
