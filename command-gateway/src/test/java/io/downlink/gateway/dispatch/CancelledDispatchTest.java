package io.downlink.gateway.dispatch;

import static io.downlink.gateway.dispatch.Commands.WRITTEN;
import static io.downlink.gateway.dispatch.Commands.reboot;
import static io.downlink.gateway.dispatch.Commands.terms;
import static io.downlink.gateway.dispatch.Commands.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandEvent.Cancelled;
import io.downlink.contracts.commands.CommandEvent.Completed;
import io.downlink.contracts.commands.Delivery;
import io.downlink.gateway.cancelling.CancelAnswer;
import io.downlink.gateway.cancelling.CancelAnswer.Accepted;
import io.downlink.gateway.cancelling.CancelAnswer.Refused;
import io.downlink.gateway.cancelling.HeldCommands;
import io.downlink.gateway.pacing.Pacer;
import io.downlink.gateway.pacing.TestPacers;
import io.downlink.hub.HubFailure.ConnectionLost;
import io.downlink.hub.HubFailure.Evidence;
import io.downlink.hub.HubFailure.Unreachable;
import io.downlink.service.pauses.Backoff;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A cancel at every point of a command's way. */
class CancelledDispatchTest {
    private static final Evidence EVIDENCE = new Evidence("refused", null, null);

    private final FakeHub hub = new FakeHub();
    private final MovedClock clock = new MovedClock(WRITTEN.plusSeconds(1));
    private final Pacer pacer = TestPacers.unpaced(1, clock);
    private final Hubs hubs = new Hubs(List.of(new Hub("default", hub, pacer)));
    private final List<UniEmitter<? super Void>> pauses = new ArrayList<>();
    private final HeldCommands held = new HeldCommands();
    private final HeldLeave leave = new HeldLeave();
    private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1));
    private final Dispatcher dispatcher = new Dispatcher(
            hubs,
            new RetryPolicy(backoff, backoff, new Random(1)),
            time -> time.isZero()
                    ? Uni.createFrom().voidItem()
                    : Uni.createFrom().emitter(pauses::add),
            new TestLease(),
            new CallMeters(new SimpleMeterRegistry()),
            clock);

    @Test
    void shouldEndAtOnceBetweenTwoAttempts() {
        // given
        hub.thenFailsWith(new Unreachable(EVIDENCE));
        CompletableFuture<CommandEvent> event = dispatch(reboot(terms()));
        leave.comes();
        assertThat(pauses).hasSize(1);
        // when
        CompletableFuture<CancelAnswer> answer = cancel();
        // then
        assertThat(event).isCompletedWithValueMatching(Cancelled.class::isInstance);
        assertThat(event.join().about().attempts()).isEqualTo(1);
        assertThat(answer).isNotDone();
        held.release(this);
        assertThat(answer).isCompletedWithValueMatching(Accepted.class::isInstance);
        pauses.getFirst().complete(null);
        assertThat(hub.calls).hasSize(1);
        assertThat(pacer.inUse()).isZero();
    }

    @Test
    void shouldEndAtOnceWhileItWaitsForAPermit() {
        // given
        TestPacers.call(pacer, Uni.createFrom().nothing()).subscribe().with(_ -> {});
        CompletableFuture<CommandEvent> event = dispatch(reboot(terms()));
        // when
        var _ = cancel();
        // then
        assertThat(event).isCompletedWithValueMatching(Cancelled.class::isInstance);
        assertThat(event.join().about().attempts()).isZero();
    }

    @Test
    void shouldHandLeaveBackAndCallNothingWhenTheCancelCameWhileItWasAskedFor() {
        // given
        CompletableFuture<CommandEvent> event = dispatch(reboot(terms()));
        // when
        CompletableFuture<CancelAnswer> answer = cancel();
        // then
        assertThat(event).isNotDone();
        leave.comes();
        assertThat(event).isCompletedWithValueMatching(Cancelled.class::isInstance);
        assertThat(leave.handedBack).isOne();
        assertThat(hub.calls).isEmpty();
        held.release(this);
        assertThat(answer).isCompletedWithValueMatching(Accepted.class::isInstance);
    }

    @Test
    void shouldRefuseWhenTheDeadlinePassedWhileLeaveWasAskedFor() {
        // given
        CompletableFuture<CommandEvent> event =
                dispatch(reboot(with(terms(), clock.instant().plusSeconds(1))));
        CompletableFuture<CancelAnswer> answer = cancel();
        // when
        var _ = clock.of(Duration.ofSeconds(2)).await().indefinitely();
        leave.comes();
        // then
        assertThat(event.join().name()).isEqualTo("expired");
        assertThat(answer).isCompletedWithValueMatching(Refused.class::isInstance);
    }

    @Test
    void shouldRefuseWhileItsCallIsOpenAndGoOn() {
        // given
        hub.thenNeverEnds();
        CompletableFuture<CommandEvent> event = dispatch(reboot(terms()));
        leave.comes();
        // when
        CompletableFuture<CancelAnswer> answer = cancel();
        // then
        assertThat(answer).isCompletedWithValueMatching(Refused.class::isInstance);
        assertThat(event).isNotDone();
    }

    @Test
    void shouldRefuseBetweenTwoAttemptsWhenOneMayHaveRun() {
        // given
        hub.thenFailsWith(new ConnectionLost(EVIDENCE));
        CompletableFuture<CommandEvent> event = dispatch(reboot(with(terms(), Delivery.AT_LEAST_ONCE)));
        leave.comes();
        // when
        CompletableFuture<CancelAnswer> answer = cancel();
        // then
        assertThat(answer).isCompletedWithValueMatching(Refused.class::isInstance);
        pauses.getFirst().complete(null);
        leave.comes();
        assertThat(event).isCompletedWithValueMatching(Completed.class::isInstance);
    }

    @Test
    void shouldTakeBackEveryRecordOfTheSameCommand() {
        // given
        Object other = new Object();
        TestPacers.call(pacer, Uni.createFrom().nothing()).subscribe().with(_ -> {});
        CompletableFuture<CommandEvent> first = dispatch(reboot(terms()));
        Received again = reboot(terms());
        CompletableFuture<CommandEvent> second = dispatcher
                .dispatch(again, leave, held.hold(again.command().id(), other))
                .subscribeAsCompletionStage();
        // when
        CompletableFuture<CancelAnswer> answer = cancel();
        // then
        assertThat(first.join()).isInstanceOf(Cancelled.class);
        assertThat(second.join()).isInstanceOf(Cancelled.class);
        held.release(this);
        assertThat(answer).isNotDone();
        held.release(other);
        assertThat(answer).isCompletedWithValueMatching(Accepted.class::isInstance);
        assertThat(held.size()).isZero();
    }

    private CompletableFuture<CommandEvent> dispatch(Received received) {
        return dispatcher
                .dispatch(received, leave, held.hold(received.command().id(), this))
                .subscribeAsCompletionStage();
    }

    private CompletableFuture<CancelAnswer> cancel() {
        return held.cancel(Commands.ID).subscribeAsCompletionStage();
    }

    /** Leave that comes when the test says so. */
    private static final class HeldLeave implements Leave {
        private final List<UniEmitter<? super Void>> asked = new ArrayList<>();
        private int handedBack;

        void comes() {
            asked.removeLast().complete(null);
        }

        @Override
        public Uni<Void> toCall(Instant callEndsBy) {
            return Uni.createFrom().emitter(asked::add);
        }

        @Override
        public void handBack() {
            handedBack++;
        }
    }
}
