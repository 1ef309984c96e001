package io.downlink.gateway.tenure;

import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandId;
import io.downlink.contracts.commands.CommandRequest.Command;
import io.downlink.gateway.dispatch.Leave;
import io.downlink.gateway.dispatch.LeaveRefusedException;
import io.downlink.gateway.lanes.Hold;
import io.downlink.gateway.lanes.LaneKey;
import io.downlink.gateway.lanes.Ticket;
import io.downlink.gateway.lanes.Turned;
import io.downlink.gateway.marks.LogEntry.LateCall;
import io.downlink.gateway.marks.LogEntry.Mark;
import io.downlink.gateway.marks.LogEntry.NotRun;
import io.downlink.gateway.repeats.EndedCommands;
import io.downlink.hub.HubFailure;
import io.downlink.service.hubs.HubReasons;
import io.downlink.service.topics.TransactionalRecords.NotWrittenException;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One record in the tenure that it was read in.
 *
 * @param offset where it stands in the tenure's partition
 */
public record Claim(Tenure tenure, long offset) {

    /** Waits until the partition is taken over; see {@link Tenure#arrive}. */
    public Uni<Fate> fate() {
        return tenure.arrive(offset);
    }

    /** What is known of the commands of its partition that have ended. */
    public EndedCommands known() {
        return tenure.known();
    }

    /** Whether this replica may say what became of the record. Asked right before it is said. */
    public boolean mayTell(CommandEvent event) {
        return tenure.mayTell(
                offset,
                switch (event) {
                    case CommandEvent.Completed _, CommandEvent.Enqueued _ ->
                        !event.about().replayed();
                    case CommandEvent _ -> false;
                });
    }

    /** As {@link #mayTell(CommandEvent)}, of a record that nothing is told about but that it is kept as it is. */
    public boolean mayKeep() {
        return tenure.mayTell(offset, false);
    }

    /** The record is acknowledged: its outcome stands in Kafka, or its place in the log, or did before it was read. */
    public void acknowledged() {
        tenure.acknowledged(offset);
    }

    /** The outcome of a parked command stands in Kafka. */
    public void finished() {
        tenure.finished(offset);
    }

    /**
     * What became of the record's command is decided: told before its lane goes on. If it may never have reached its device,
     * the lane's next call waits until {@link #settled}, for whoever reads the record again, knowing nothing of the event,
     * carries it out.
     */
    public void ends(CommandEvent event) {
        if (mayBeCarriedOutAgain(event)) {
            tenure.openEnds().begin(laneOf(event.about().id()), offset);
        }
    }

    private static boolean mayBeCarriedOutAgain(CommandEvent event) {
        return switch (event) {
            case CommandEvent.Failed _, CommandEvent.Cancelled _, CommandEvent.InDoubt _ ->
                !event.about().replayed();
            // The device has acted, and acts in its order if it does once more.
            case CommandEvent.Completed _, CommandEvent.Enqueued _ -> false;
            // Comes to the same end whenever it is read.
            case CommandEvent.Expired _, CommandEvent.Invalid _, CommandEvent.Conflict _ -> false;
            case CommandEvent.CancelRefused _, CommandEvent.Parked _ -> false;
        };
    }

    /** Kafka has the event of the command, or nothing more is done for its record here. */
    public void settled(CommandId id) {
        tenure.openEnds().end(laneOf(id), offset);
    }

    private static long laneOf(CommandId id) {
        return LaneKey.of(id.lane());
    }

    /** What was known of the record before, which was parked and has been read again. */
    public Uni<Fate> fateOfParked() {
        return Uni.createFrom().item(() -> tenure.fateOfParked(offset));
    }

    /**
     * Runs a command's work when its turn in its lane has come.
     *
     * @param deadline from when on it may end without its turn
     */
    public <T> Uni<Turned<T>> inTurn(CommandId id, Instant deadline, Function<Hold, Uni<T>> work) {
        return tenure.lanes().inOrder(Ticket.of(id, offset, deadline), work);
    }

    /** As {@link #inTurn}, of work that holds on to its turn however long it waits: its call may be open somewhere. */
    public <T> Uni<Turned<T>> inTurnToItsEnd(CommandId id, Instant deadline, Supplier<Uni<T>> work) {
        return tenure.lanes().inOrder(Ticket.of(id, offset, deadline).staying(), _ -> work.get());
    }

    /** Leave for the command that the record holds, as long as its lane holds on to it. */
    public Leave leaveFor(Command command, Hold hold) {
        return new HeldLeave(hold, leaveFor(command));
    }

    /**
     * Brings the command to the log, for it waits too long to be held.
     *
     * @param toldFrom what {@link #nextEvent} was before the event was published that says so
     * @return ends when the record may be acknowledged, after which {@link #parked} follows
     */
    public Uni<Void> park(long toldFrom) {
        return tenure.park(offset, toldFrom);
    }

    /** The record is acknowledged, and this replica holds nothing of it but its place. */
    public void parked() {
        tenure.lanes().parked(offset);
    }

    /** Whether a record before this one asks for the same command, and waits or is being carried out. */
    public boolean isAskedBefore(CommandId id) {
        return tenure.lanes().asksBefore(laneOf(id), LaneKey.of(id), offset);
    }

    /**
     * Reads a command again that stands before this record, and is parked.
     *
     * @return ends with true when it is in memory again, and not called yet, or has ended; with false where it is not
     *     parked
     */
    public Uni<Boolean> recall(CommandId id) {
        return tenure.lanes().recall(laneOf(id), LaneKey.of(id), offset);
    }

    /** The command is taken back: its lane goes on without it. */
    public void withdraw(CommandId id) {
        tenure.lanes().withdraw(laneOf(id), offset);
    }

    /** Of a parked command, that nothing is left to do, and no event says so. */
    public Uni<Void> unpark() {
        return tenure.unpark(offset);
    }

    /** Where the partition's next event stands, or behind it. */
    public long nextEvent() {
        return tenure.nextEvent();
    }

    /** Whether this replica may tell that the record waits. */
    public boolean mayPark() {
        return tenure.isOpen();
    }

    /** Nothing more is done for the record here. */
    public void release() {
        tenure.callEnded(offset);
    }

    /** Whether an earlier owner may have called the command, unless that needs a mark. */
    public boolean mayHaveBeenCalled() {
        return tenure.mayHaveBeenCalled(offset);
    }

    /** Leave for the command that the record holds. */
    public Leave leaveFor(Command command) {
        return switch (command.terms().delivery()) {
            case AT_MOST_ONCE -> new Marked(this, command.id());
            case AT_LEAST_ONCE -> new Unmarked(this, command.id());
        };
    }

    private Duration earlierCallLeft(CommandId id) {
        LateCalls late = tenure.lateCalls();
        return late.isEmpty() ? Duration.ZERO : late.left(laneOf(id));
    }

    private Uni<Void> mayArrive(CommandId id, Instant until) {
        return tenure.mayArrive(new LateCall(laneOf(id), until));
    }

    private Uni<Void> earlierEndsAreTold(CommandId id) {
        return tenure.openEnds().noneBefore(laneOf(id), offset);
    }

    /** After a wait: nothing begins in a partition that is another replica's by now. */
    private void unlessOver() {
        if (tenure.isOver()) {
            throw new TenureOverException();
        }
    }

    /** A command that its lane has let go of calls no more. */
    private record HeldLeave(Hold hold, Leave leave) implements Leave {

        @Override
        public Uni<Void> toCall(Instant callEndsBy) {
            return Uni.createFrom()
                    .deferred(() -> hold.callBegins()
                            ? leave.toCall(callEndsBy)
                            : Uni.createFrom().failure(new LeaveRefusedException("the command is parked")));
        }

        @Override
        public boolean mayHaveBeenCalled() {
            return leave.mayHaveBeenCalled();
        }

        @Override
        public void handBack() {
            leave.handBack();
            hold.callEnded();
        }

        @Override
        public void waits(HubFailure failure, boolean counted) {
            hold.waits(HubReasons.of(failure), counted);
        }

        @Override
        public Duration earlierCallLeft() {
            return leave.earlierCallLeft();
        }

        @Override
        public Uni<Void> mayArrive(Instant until) {
            return leave.mayArrive(until);
        }

        @Override
        public int callsBefore() {
            return hold.callsBefore();
        }
    }

    /** A call that may be repeated begins as long as the partition is ours, and whoever is next knows that it may have. */
    private record Unmarked(Claim claim, CommandId id) implements Leave {

        @Override
        public Uni<Void> toCall(Instant callEndsBy) {
            return claim.earlierEndsAreTold(id)
                    .chain(() -> claim.tenure.unmarkedCallBegins(claim.offset))
                    .invoke(claim::unlessOver);
        }

        @Override
        public Duration earlierCallLeft() {
            return claim.earlierCallLeft(id);
        }

        @Override
        public Uni<Void> mayArrive(Instant until) {
            return claim.mayArrive(id, until);
        }

        /** Without a mark nobody can tell: what then ends without an answer is in doubt, and not failed. */
        @Override
        public boolean mayHaveBeenCalled() {
            return claim.mayHaveBeenCalled();
        }

        @Override
        public void handBack() {
            claim.release();
        }
    }

    /** A call that must not be repeated begins when every later owner of the partition is sure to know of it. */
    private record Marked(Claim claim, CommandId id) implements Leave {

        @Override
        public Uni<Void> toCall(Instant callEndsBy) {
            Mark mark = new Mark(claim.offset, id.deviceId(), callEndsBy);
            return claim.earlierEndsAreTold(id)
                    .chain(() -> claim.tenure.callBegins(claim.offset).append(mark))
                    .invoke(claim::unlessOver)
                    .onFailure(NotWrittenException.class)
                    .transform(_ -> new TenureOverException());
        }

        @Override
        public Duration earlierCallLeft() {
            return claim.earlierCallLeft(id);
        }

        @Override
        public Uni<Void> mayArrive(Instant until) {
            return claim.mayArrive(id, until);
        }

        @Override
        public void handBack() {
            claim.release();
            claim.tenure.notRun(new NotRun(claim.offset, id.deviceId()));
        }
    }
}
