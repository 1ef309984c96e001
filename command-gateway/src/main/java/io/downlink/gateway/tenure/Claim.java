package io.downlink.gateway.tenure;

import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandRequest.Command;
import io.downlink.gateway.dispatch.Leave;
import io.downlink.gateway.marks.CommandLog.NotCommittedException;
import io.downlink.gateway.marks.LogEntry.Mark;
import io.downlink.gateway.marks.LogEntry.NotRun;
import io.downlink.gateway.repeats.EndedCommands;
import io.smallrye.mutiny.Uni;
import java.time.Instant;

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

    void finished() {
        tenure.finished(offset);
    }

    /** Nothing more is done for the record here. */
    public void release() {
        tenure.callEnded(offset);
    }

    /** Leave for the command that the record holds. */
    public Leave leaveFor(Command command) {
        return switch (command.terms().delivery()) {
            case AT_MOST_ONCE -> new Marked(this, command.id().deviceId());
            case AT_LEAST_ONCE -> new Unmarked(this);
        };
    }

    /** A call that may be repeated begins as long as the partition is ours. */
    private record Unmarked(Claim claim) implements Leave {

        @Override
        public Uni<Void> toCall(Instant callEndsBy) {
            return Uni.createFrom().voidItem().invoke(() -> claim.tenure.callBegins(claim.offset));
        }

        /** Without a mark nobody can tell: what then ends without an answer is in doubt, and not failed. */
        @Override
        public boolean mayHaveBeenCalled() {
            return claim.tenure.mayHaveBeenRead(claim.offset);
        }

        @Override
        public void handBack() {
            claim.release();
        }
    }

    /** A call that must not be repeated begins when every later owner of the partition is sure to know of it. */
    private record Marked(Claim claim, String deviceId) implements Leave {

        @Override
        public Uni<Void> toCall(Instant callEndsBy) {
            Mark mark = new Mark(claim.offset, deviceId, callEndsBy);
            return Uni.createFrom()
                    .deferred(() -> claim.tenure.callBegins(claim.offset).append(mark))
                    .invoke(this::unlessOver)
                    .onFailure(NotCommittedException.class)
                    .transform(_ -> new TenureOverException());
        }

        @Override
        public void handBack() {
            claim.release();
            claim.tenure.notRun(new NotRun(claim.offset, deviceId));
        }

        private void unlessOver() {
            if (claim.tenure.isOver()) {
                throw new TenureOverException();
            }
        }
    }
}
