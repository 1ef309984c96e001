package io.downlink.gateway.cancelling;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.contracts.commands.CommandId;
import io.downlink.gateway.cancelling.CancelAnswer.Accepted;
import io.downlink.gateway.cancelling.CancelAnswer.Refused;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** Cancels at random points of a command's random way. */
class HeldCommandPropertyTest {
    private static final CommandId ID = new CommandId("default", "pump-1", null, "c-1");
    private static final String CANCELLED = "cancelled";

    enum Move {
        CANCEL,
        ASK_FOR_LEAVE,
        CALL,
        NOT_REACHED,
        PERHAPS_REACHED,
        END
    }

    private enum Phase {
        WAITING,
        STARTING,
        CALLING,
        OVER
    }

    @Property(tries = 2_000)
    void shouldAnswerEachCancelOnceAndAcceptOnlyWhatIsNeverCalledAgain(@ForAll @Size(max = 20) List<Move> moves) {
        HeldCommands commands = new HeldCommands();
        HeldCommand command = commands.hold(ID, this);
        List<UniEmitter<? super String>> work = new ArrayList<>();
        List<CompletableFuture<CancelAnswer>> cancels = new ArrayList<>();
        CompletableFuture<String> outcome = command.unlessCancelled(
                        Uni.createFrom().<String>emitter(work::add), _ -> CANCELLED)
                .subscribeAsCompletionStage();
        Phase phase = Phase.WAITING;
        int calls = 0;
        boolean doubt = false;
        for (Move move : moves) {
            boolean decided = outcome.isDone();
            switch (move) {
                case CANCEL -> {
                    CompletableFuture<CancelAnswer> cancel = commands.cancel(ID).subscribeAsCompletionStage();
                    cancels.add(cancel);
                    if (phase == Phase.CALLING || doubt) {
                        assertThat(cancel).isCompletedWithValueMatching(Refused.class::isInstance);
                    }
                }
                case ASK_FOR_LEAVE -> {
                    if (phase == Phase.WAITING) {
                        phase = command.starts() ? Phase.STARTING : Phase.OVER;
                        assertThat(phase == Phase.OVER).isEqualTo(decided);
                    }
                }
                case CALL -> {
                    if (phase == Phase.STARTING) {
                        boolean calling = command.calling();
                        assertThat(calling && decided).isFalse();
                        phase = calling ? Phase.CALLING : Phase.OVER;
                        calls += calling ? 1 : 0;
                        if (!calling) {
                            work.getFirst().complete(CANCELLED);
                        }
                    }
                }
                case NOT_REACHED, PERHAPS_REACHED -> {
                    if (phase == Phase.CALLING || (phase == Phase.STARTING && move == Move.NOT_REACHED)) {
                        doubt |= move == Move.PERHAPS_REACHED;
                        command.waits(calls, doubt);
                        phase = Phase.WAITING;
                    }
                }
                case END -> {
                    if (phase == Phase.STARTING || phase == Phase.CALLING) {
                        work.getFirst().complete("ended");
                        phase = Phase.OVER;
                    }
                }
            }
        }
        if (!outcome.isDone()) {
            work.getFirst().complete("ended");
        }
        commands.release(this);
        assertThat(cancels).allMatch(CompletableFuture::isDone);
        boolean accepted = cancels.stream().anyMatch(cancel -> cancel.join() instanceof Accepted);
        assertThat(outcome.join().equals(CANCELLED)).isEqualTo(accepted);
        assertThat(accepted && doubt).isFalse();
        assertThat(commands.size()).isZero();
    }
}
