package io.downlink.gateway.repeats;

import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandEvent.About;
import io.downlink.contracts.commands.CommandEvent.Cancelled;
import io.downlink.contracts.commands.CommandEvent.Cause;
import io.downlink.contracts.commands.CommandEvent.Completed;
import io.downlink.contracts.commands.CommandEvent.Conflict;
import io.downlink.contracts.commands.CommandEvent.Enqueued;
import io.downlink.contracts.commands.CommandEvent.Expired;
import io.downlink.contracts.commands.CommandEvent.Failed;
import io.downlink.contracts.commands.CommandEvent.InDoubt;
import io.downlink.contracts.commands.CommandEvent.Invalid;
import io.downlink.contracts.commands.CommandId;
import io.downlink.contracts.commands.Reason;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Sees to it that a command is carried out once, however often it is asked for: who asks again is told what became of it,
 * or, if it was something else, that the id is taken.
 *
 * <p>An id is used up by the command's final event, whatever that says.
 */
public final class Repeats {
    private final PastEvents events;
    private final RepeatMeters meters;
    private final Clock clock;

    /** @param events where the events of commands that have ended are read back */
    public Repeats(PastEvents events, RepeatMeters meters, Clock clock) {
        this.events = events;
        this.meters = meters;
        this.clock = clock;
    }

    /** Whether the command has ended before, as far as that can be said at once. */
    public boolean mayBeRepeat(Asked asked, EndedCommands known) {
        return !asked.isNamedByItsPlace()
                && (known.untold(asked.id()) != null || known.find(asked.id()).isPresent());
    }

    /**
     * Whether a command was taken back before, as far as that is known.
     *
     * @param partition of its record
     */
    public Uni<Boolean> isTakenBack(CommandId id, int partition, EndedCommands known) {
        CommandEvent untold = known.untold(id);
        if (untold != null) {
            return Uni.createFrom().item(untold instanceof Cancelled);
        }
        OptionalLong place = known.find(id);
        return place.isEmpty()
                ? Uni.createFrom().item(false)
                : events.at(partition, place.getAsLong())
                        .map(found -> found.filter(Cancelled.class::isInstance)
                                .filter(event -> event.about().id().equals(id))
                                .isPresent());
    }

    /**
     * Carries a command out, unless it has ended before. To be subscribed to when its turn in its lane has come: what was
     * asked for before it in the lane has ended then, and {@link EndedCommands#ended} was told.
     *
     * @param known of the request's partition
     * @param work ends with the command's event
     * @return ends with the event that answers this request
     */
    public Uni<CommandEvent> once(Asked asked, EndedCommands known, Uni<CommandEvent> work) {
        return Uni.createFrom().deferred(() -> {
            if (asked.isNamedByItsPlace()) {
                return work;
            }
            CommandEvent untold = known.untold(asked.id());
            if (untold != null) {
                return Uni.createFrom().item(answer(asked, untold));
            }
            OptionalLong place = known.find(asked.id());
            return place.isEmpty() ? work : readBack(asked, place.getAsLong(), work);
        });
    }

    private Uni<CommandEvent> readBack(Asked asked, long place, Uni<CommandEvent> work) {
        return events.at(asked.meta().source().partition(), place)
                .chain(found -> answer(asked, found)
                        .map(event -> Uni.createFrom().item(event))
                        .orElse(work));
    }

    /** @return empty where the event is about another command, which only has the same hash */
    private Optional<CommandEvent> answer(Asked asked, Optional<CommandEvent> found) {
        if (found.isEmpty()) {
            meters.unreadable();
            return Optional.of(new InDoubt(
                    asked.answered(clock.instant(), 0),
                    new Cause(
                            Reason.OUTSIDE_WINDOW,
                            "This id was used before, and what became of it can no longer be read: nothing was sent now.",
                            null,
                            null)));
        }
        return found.filter(event -> event.about().id().equals(asked.id())).map(event -> answer(asked, event));
    }

    private CommandEvent answer(Asked asked, CommandEvent earlier) {
        if (!earlier.about().digest().equals(asked.meta().digest())) {
            meters.conflict();
            return new Conflict(asked.about(clock.instant()), earlier.about().source());
        }
        if (!earlier.about().source().equals(asked.meta().source())) {
            meters.replayed(); // else this very record was taken back before its turn came, and that is told
        }
        About about = asked.answered(clock.instant(), earlier.about().attempts());
        return switch (earlier) {
            case Completed completed ->
                new Completed(about, completed.status(), completed.payload(), completed.timing());
            case Enqueued enqueued -> new Enqueued(about, enqueued.messageId(), enqueued.expiresAt(), enqueued.ack());
            case Failed failed -> new Failed(about, failed.cause());
            case Expired expired -> new Expired(about, expired.lastFailure());
            case Cancelled _ -> new Cancelled(about);
            case InDoubt inDoubt -> new InDoubt(about, inDoubt.cause());
            case Invalid invalid -> new Invalid(about, invalid.problems());
            case Conflict _, CommandEvent.CancelRefused _, CommandEvent.Parked _ ->
                throw new IllegalStateException("a %s ends no command".formatted(earlier.name()));
        };
    }
}
