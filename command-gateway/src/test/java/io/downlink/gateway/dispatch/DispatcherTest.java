package io.downlink.gateway.dispatch;

import static io.downlink.gateway.dispatch.Commands.WRITTEN;
import static io.downlink.gateway.dispatch.Commands.held;
import static io.downlink.gateway.dispatch.Commands.reboot;
import static io.downlink.gateway.dispatch.Commands.terms;
import static io.downlink.gateway.dispatch.Commands.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandEvent.Cause;
import io.downlink.contracts.commands.CommandEvent.Completed;
import io.downlink.contracts.commands.CommandEvent.Expired;
import io.downlink.contracts.commands.CommandEvent.Failed;
import io.downlink.contracts.commands.CommandEvent.InDoubt;
import io.downlink.contracts.commands.CommandId;
import io.downlink.contracts.commands.Delivery;
import io.downlink.contracts.commands.Reason;
import io.downlink.contracts.commands.WhenOffline;
import io.downlink.gateway.pacing.Pacer;
import io.downlink.gateway.pacing.TestPacers;
import io.downlink.hub.HubFailure;
import io.downlink.hub.HubFailure.ConnectionLost;
import io.downlink.hub.HubFailure.DeviceNotFound;
import io.downlink.hub.HubFailure.DeviceNotOnline;
import io.downlink.hub.HubFailure.Evidence;
import io.downlink.hub.HubFailure.ServerError;
import io.downlink.hub.HubFailure.Throttled;
import io.downlink.hub.HubFailure.Unauthorized;
import io.downlink.hub.HubFailure.Unreachable;
import io.downlink.hub.MethodCall;
import io.downlink.service.pauses.Backoff;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DispatcherTest {
    private static final Evidence EVIDENCE = new Evidence("what the hub said", 404103, "tracking-1");
    private static final HubFailure OFFLINE = new DeviceNotOnline(EVIDENCE);
    private static final HubFailure LOST = new ConnectionLost(new Evidence("reset", null, null));
    private static final HubFailure FAILING = new ServerError(new Evidence("internal error", 500001, "tracking-2"));
    private static final HubFailure UNREACHABLE = new Unreachable(new Evidence("refused", null, null));

    private final FakeHub hub = new FakeHub();
    private final MovedClock clock = new MovedClock(WRITTEN.plusSeconds(1));
    private final Pacer pacer = TestPacers.unpaced(2, clock);
    private final Hubs hubs = new Hubs(List.of(new Hub("default", hub, pacer)));
    private final TestLease lease = new TestLease();
    private final Dispatcher dispatcher = new Dispatcher(
            hubs,
            new RetryPolicy(
                    new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30)),
                    new Backoff(Duration.ofMillis(500), Duration.ofSeconds(5)),
                    new Random(1)),
            clock,
            lease,
            new CallMeters(new SimpleMeterRegistry()),
            clock);

    @Test
    void shouldCompleteWithTheDevicesAnswer() {
        // given
        hub.thenAnswers(501, "{\"result\":\"no such method\"}");
        // when
        Completed event = (Completed) dispatch(reboot(terms()));
        // then
        assertThat(event.status()).isEqualTo(501);
        assertThat(event.payload()).hasToString("{\"result\":\"no such method\"}");
        assertThat(event.timing().waitedMs()).isEqualTo(1000);
        assertThat(event.about().attempts()).isEqualTo(1);
        assertThat(event.about().source().partition()).isEqualTo(3);
        assertThat(hub.calls)
                .containsExactly(new MethodCall("pump-1", null, "reboot", "3", Duration.ZERO, Duration.ofSeconds(30)));
    }

    @Test
    void shouldExpireWithoutACallWhenTheDeadlineHasPassed() {
        // when
        CommandEvent event = dispatch(reboot(with(terms(), clock.instant())));
        // then
        assertThat(event).isEqualTo(new Expired(event.about(), null));
        assertThat(event.about().attempts()).isZero();
        assertThat(hub.calls).isEmpty();
    }

    @Test
    void shouldCallWhileTheDeadlineIsAhead() {
        // when
        CommandEvent event = dispatch(reboot(with(terms(), clock.instant().plusNanos(1))));
        // then
        assertThat(event).isInstanceOf(Completed.class);
    }

    @Test
    void shouldLookAtTheDeadlineAfterTheWaitForAPermit() {
        // given
        List<UniEmitter<? super String>> open = new ArrayList<>();
        TestPacers.call(pacer, Uni.createFrom().<String>emitter(open::add))
                .subscribe()
                .with(_ -> {});
        TestPacers.call(pacer, Uni.createFrom().<String>emitter(open::add))
                .subscribe()
                .with(_ -> {});
        CompletableFuture<CommandEvent> third =
                subscribe(reboot(with(terms(), clock.instant().plusSeconds(5))));
        assertThat(third).isNotDone();
        // when
        clock.of(Duration.ofSeconds(5)).await().indefinitely();
        open.getFirst().complete("ended");
        // then
        assertThat(third.join()).isInstanceOf(Expired.class);
        assertThat(hub.calls).isEmpty();
    }

    @Test
    void shouldBeInDoubtAfterOneCallWhenDeliveryIsAtMostOnce() {
        // given
        hub.thenFailsWith(LOST);
        // when
        CommandEvent event = dispatch(reboot(terms()));
        // then
        assertThat(event).isEqualTo(new InDoubt(event.about(), new Cause(Reason.CONNECTION_LOST, "reset", null, null)));
        assertThat(event.about().attempts()).isEqualTo(1);
        assertThat(hub.calls).hasSize(1);
    }

    @Test
    void shouldRepeatWhatMayHaveRunWhenDeliveryIsAtLeastOnce() {
        // given
        hub.thenFailsWith(LOST).thenAnswers(200, "1");
        // when
        CommandEvent event = dispatch(reboot(with(terms(), Delivery.AT_LEAST_ONCE)));
        // then
        assertThat(event).isInstanceOf(Completed.class);
        assertThat(event.about().attempts()).isEqualTo(2);
    }

    @Test
    void shouldBeInDoubtAfterAllAttemptsWhenOneMayHaveRun() {
        // given
        hub.thenFailsWith(LOST).thenFailsWith(UNREACHABLE).thenFailsWith(UNREACHABLE);
        // when
        CommandEvent event = dispatch(reboot(with(terms(), Delivery.AT_LEAST_ONCE)));
        // then
        assertThat(event).isEqualTo(new InDoubt(event.about(), new Cause(Reason.CONNECTION_LOST, "reset", null, null)));
        assertThat(event.about().attempts()).isEqualTo(3);
    }

    @Test
    void shouldBeInDoubtPastTheDeadlineWhenOneMayHaveRun() {
        // given
        hub.thenFailsWith(LOST).thenFailsWith(new Throttled(EVIDENCE, Duration.ofHours(2)));
        // when
        CommandEvent event = dispatch(reboot(with(terms(), Delivery.AT_LEAST_ONCE)));
        // then
        assertThat(event).isInstanceOf(InDoubt.class);
        assertThat(hub.calls).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(Delivery.class)
    void shouldRepeatWhatCannotHaveRunUnderEveryDelivery(Delivery delivery) {
        // given
        hub.thenFailsWith(UNREACHABLE).thenFailsWith(UNREACHABLE).thenAnswers(200, "1");
        // when
        CommandEvent event = dispatch(reboot(with(terms(), delivery)));
        // then
        assertThat(event).isInstanceOf(Completed.class);
        assertThat(event.about().attempts()).isEqualTo(3);
        assertThat(clock.pauses).hasSize(2);
        assertThat(clock.pauses.getFirst()).isLessThanOrEqualTo(Duration.ofMillis(200));
        assertThat(clock.pauses.getLast()).isLessThanOrEqualTo(Duration.ofMillis(400));
    }

    @Test
    void shouldFailWhenAllAttemptsAreUsedUp() {
        // given
        hub.thenFailsWith(UNREACHABLE).thenFailsWith(UNREACHABLE).thenFailsWith(UNREACHABLE);
        // when
        CommandEvent event = dispatch(reboot(terms()));
        // then
        assertThat(event)
                .isEqualTo(new Failed(event.about(), new Cause(Reason.HUB_UNAVAILABLE, "refused", null, null)));
        assertThat(hub.calls).hasSize(3);
    }

    @Test
    void shouldWaitAsLongAsTheHubAsks() {
        // given
        hub.thenFailsWith(new Throttled(EVIDENCE, Duration.ofSeconds(40)));
        // when
        dispatch(reboot(terms()));
        // then
        assertThat(clock.pauses).containsExactly(Duration.ofSeconds(40));
    }

    @Test
    void shouldExpireWithTheLastFailureWhenThePauseReachesTheDeadline() {
        // given
        hub.thenFailsWith(new Throttled(EVIDENCE, Duration.ofHours(2)));
        // when
        Expired event = (Expired) dispatch(reboot(terms()));
        // then
        assertThat(event.lastFailure())
                .isEqualTo(new Cause(Reason.THROTTLED, "what the hub said", 404103, "tracking-1"));
        assertThat(event.about().time()).isEqualTo(WRITTEN.plus(Duration.ofHours(1)));
    }

    @Test
    void shouldFailAtOnceWhatNoRepetitionHelps() {
        // given
        hub.thenFailsWith(new Unauthorized(EVIDENCE));
        // when
        CommandEvent event = dispatch(reboot(with(terms(), Delivery.AT_LEAST_ONCE)));
        // then
        assertThat(event)
                .isEqualTo(new Failed(
                        event.about(), new Cause(Reason.UNAUTHORIZED, "what the hub said", 404103, "tracking-1")));
        assertThat(hub.calls).hasSize(1);
    }

    @Test
    void shouldFailAtOnceWhenTheDeviceIsOffline() {
        // given
        hub.thenFailsWith(OFFLINE);
        // when
        Failed event = (Failed) dispatch(reboot(terms()));
        // then
        assertThat(event.cause().reason()).isEqualTo(Reason.DEVICE_NOT_ONLINE);
        assertThat(hub.calls).hasSize(1);
        assertThat(clock.pauses).isEmpty();
    }

    @Test
    void shouldAskForAnOfflineDeviceBeyondAttemptsMaxWhenItWaits() {
        // given
        Collections.nCopies(6, OFFLINE).forEach(hub::thenFailsWith);
        hub.thenAnswers(200, "1");
        // when
        CommandEvent event = dispatch(reboot(with(terms(), WhenOffline.WAIT)));
        // then
        assertThat(event).isInstanceOf(Completed.class);
        assertThat(event.about().attempts()).isEqualTo(7);
        assertThat(clock.pauses.stream().map(Duration::toMillis))
                .containsExactly(500L, 1000L, 2000L, 4000L, 5000L, 5000L);
    }

    @Test
    void shouldHoldNoPermitWhileItWaits() {
        // given
        hub.thenFailsWith(OFFLINE);
        List<UniEmitter<? super Void>> openPauses = new ArrayList<>();
        Dispatcher waiting = new Dispatcher(
                hubs,
                new RetryPolicy(
                        new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)),
                        new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1)),
                        new Random(1)),
                _ -> Uni.createFrom().emitter(openPauses::add),
                lease,
                new CallMeters(new SimpleMeterRegistry()),
                clock);
        Received command = reboot(with(terms(), WhenOffline.WAIT));
        CompletableFuture<CommandEvent> event =
                waiting.dispatch(command, FreeLeave.FREE, held(command)).subscribeAsCompletionStage();
        // when
        openPauses.getLast().complete(null);
        // then
        assertThat(openPauses).hasSize(2);
        assertThat(pacer.inUse()).isZero();
        openPauses.getLast().complete(null);
        assertThat(event).isCompletedWithValueMatching(Completed.class::isInstance);
    }

    @Test
    void shouldExpireWithTheLastFailureWhenTheDeviceStaysAway() {
        // given
        Collections.nCopies(2000, OFFLINE).forEach(hub::thenFailsWith);
        // when
        Expired event = (Expired) dispatch(reboot(with(terms(), WhenOffline.WAIT)));
        // then
        assertThat(event.about().time()).isEqualTo(WRITTEN.plus(Duration.ofHours(1)));
        assertThat(event.lastFailure())
                .isEqualTo(new Cause(Reason.DEVICE_NOT_ONLINE, "what the hub said", 404103, "tracking-1"));
        assertThat(hub.calls).hasSizeBetween(700, 800);
    }

    @Test
    void shouldCountOtherFailuresWhileItWaitsForADevice() {
        // given
        hub.thenFailsWith(OFFLINE)
                .thenFailsWith(UNREACHABLE)
                .thenFailsWith(OFFLINE)
                .thenFailsWith(UNREACHABLE)
                .thenFailsWith(UNREACHABLE);
        // when
        CommandEvent event = dispatch(reboot(with(terms(), WhenOffline.WAIT)));
        // then
        assertThat(event).isInstanceOf(Failed.class);
        assertThat(hub.calls).hasSize(5);
    }

    /** It is the call itself that asks whether the device is there: when the hub fails, it may have been handed on. */
    @Test
    void shouldBeInDoubtWhenTheHubFailsWhileTheDeviceIsAskedForUnderAtMostOnce() {
        // given
        hub.thenFailsWith(OFFLINE).thenFailsWith(OFFLINE).thenFailsWith(FAILING);
        // when
        CommandEvent event = dispatch(reboot(with(terms(), WhenOffline.WAIT)));
        // then
        assertThat(event)
                .isInstanceOfSatisfying(
                        InDoubt.class,
                        doubt -> assertThat(doubt.cause().hubErrorCode()).isEqualTo(500001));
        assertThat(hub.calls).hasSize(3);
    }

    @Test
    void shouldGoOnAskingForTheDeviceAfterTheHubFailedUnderAtLeastOnce() {
        // given
        hub.thenFailsWith(OFFLINE).thenFailsWith(FAILING).thenFailsWith(OFFLINE).thenAnswers(200, "1");
        // when
        CommandEvent event = dispatch(reboot(with(with(terms(), WhenOffline.WAIT), Delivery.AT_LEAST_ONCE)));
        // then
        assertThat(event).isInstanceOf(Completed.class);
        assertThat(hub.calls).hasSize(4);
    }

    @Test
    void shouldBeInDoubtAndNotExpiredWhenTheHubFailedOnceWhileTheDeviceWasAskedFor() {
        // given
        hub.thenFailsWith(OFFLINE).thenFailsWith(FAILING);
        Collections.nCopies(2000, OFFLINE).forEach(hub::thenFailsWith);
        // when
        CommandEvent event = dispatch(reboot(with(with(terms(), WhenOffline.WAIT), Delivery.AT_LEAST_ONCE)));
        // then
        assertThat(event).isInstanceOf(InDoubt.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldBeInDoubtAboutEveryCallThatAHubFailedAtAndCountIt(boolean probe) {
        // when
        Progress progress = Progress.before(0, false).calling().failed(FAILING, probe);
        // then
        assertThat(progress.doubt()).isEqualTo(FAILING);
        assertThat(progress.attempts()).isEqualTo(1);
    }

    @Test
    void shouldBeInDoubtAfterADefectInACall() {
        // given
        hub.thenBreaksWith(new IllegalStateException("on purpose"));
        // when
        InDoubt event = (InDoubt) dispatch(reboot(with(terms(), Delivery.AT_LEAST_ONCE)));
        // then
        assertThat(event.cause().reason()).isEqualTo(Reason.UNEXPECTED);
        assertThat(hub.calls).hasSize(1);
    }

    @Test
    void shouldFailAfterADefectBeforeAnyCall() {
        // given
        CommandId impossible = new CommandId("default", "not a device id", null, "c-1");
        // when
        Failed event = (Failed) dispatch(reboot(impossible, terms()));
        // then
        assertThat(event.cause().reason()).isEqualTo(Reason.UNEXPECTED);
        assertThat(hub.calls).isEmpty();
    }

    @Test
    void shouldBeInDoubtWhenTheAnswerIsNoJson() {
        // given
        hub.thenAnswers(200, "{\"cut");
        // when
        InDoubt event = (InDoubt) dispatch(reboot(terms()));
        // then
        assertThat(event.cause().reason()).isEqualTo(Reason.ANSWER_UNREADABLE);
    }

    @Test
    void shouldFailForAHubThatIsNotConfigured() {
        // when
        Failed event = (Failed) dispatch(reboot(new CommandId("north", "pump-1", null, "c-1"), terms()));
        // then
        assertThat(event.cause().reason()).isEqualTo(Reason.HUB_UNKNOWN);
        assertThat(event.cause().detail()).contains("\"north\"");
    }

    @Test
    void shouldNotEndACommandThatWasNotSentBeforeTheStop() {
        // given
        hubs.startNothingMore();
        // when
        CompletableFuture<CommandEvent> event = subscribe(reboot(terms()));
        // then
        assertThat(event).isNotDone();
        assertThat(hub.calls).isEmpty();
    }

    @Test
    void shouldFailForADeviceThatDoesNotExist() {
        // given
        hub.thenFailsWith(new DeviceNotFound(EVIDENCE));
        // when
        Failed event = (Failed) dispatch(reboot(terms()));
        // then
        assertThat(event.cause().reason()).isEqualTo(Reason.DEVICE_NOT_FOUND);
    }

    @Test
    void shouldAskForLeaveBeforeEachCallAndHandItBackWhenTheDeviceCannotHaveActed() {
        // given
        hub.thenFailsWith(UNREACHABLE);
        RecordedLeave leave = new RecordedLeave(() -> {});
        // when
        CommandEvent event = dispatch(reboot(terms()), leave);
        // then
        assertThat(event).isInstanceOf(Completed.class);
        assertThat(leave.happened).hasSize(3);
        assertThat(leave.happened.get(0)).startsWith("asked");
        assertThat(leave.happened.get(1)).isEqualTo("handed back");
        assertThat(leave.happened.get(2)).startsWith("asked");
    }

    @Test
    void shouldCallNothingAndTellNothingWithoutLeave() {
        // given
        RecordedLeave leave = new RecordedLeave(() -> {
            throw new LeaveRefusedException("on purpose");
        });
        // when
        CompletableFuture<CommandEvent> event = subscribe(reboot(terms()), leave);
        // then
        assertThat(event).isCompletedExceptionally();
        assertThat(event.exceptionNow()).isInstanceOf(LeaveRefusedException.class);
        assertThat(hub.calls).isEmpty();
        assertThat(pacer.inUse()).isZero();
    }

    @Test
    void shouldAskAgainWhenLeaveCameSoLateThatTheCallWouldOutlastIt() {
        // given
        RecordedLeave leave = new RecordedLeave(() -> {
            if (hub.calls.isEmpty() && clock.instant().isBefore(WRITTEN.plusSeconds(6))) {
                move(Duration.ofMillis(5_001));
            }
        });
        // when
        CommandEvent event = dispatch(reboot(terms()), leave);
        // then
        assertThat(event).isInstanceOf(Completed.class);
        assertThat(hub.calls).hasSize(1);
        assertThat(leave.happened.get(1)).isEqualTo("handed back");
        assertThat(leave.happened).hasSize(3);
    }

    @Test
    void shouldCallNothingPastTheDeadlineAlthoughLeaveCame() {
        // given
        RecordedLeave leave = new RecordedLeave(() -> move(Duration.ofHours(2)));
        // when
        CommandEvent event = dispatch(reboot(terms()), leave);
        // then
        assertThat(event).isInstanceOf(Expired.class);
        assertThat(hub.calls).isEmpty();
    }

    @Test
    void shouldEndAnInterruptedCommandInDoubtOnceItsCallCannotArriveAnyMore() {
        // when
        InDoubt event = (InDoubt) dispatcher
                .interrupted(reboot(terms()), clock.instant().plusSeconds(30))
                .subscribeAsCompletionStage()
                .join();
        // then
        assertThat(event.cause().reason()).isEqualTo(Reason.INTERRUPTED);
        assertThat(clock.pauses).containsExactly(Duration.ofSeconds(35));
        assertThat(hub.calls).isEmpty();
    }

    @Test
    void shouldCallNothingUntilTheLeaseIsRenewed() {
        // given
        lease.lapses();
        CompletableFuture<CommandEvent> event = subscribe(reboot(terms()));
        assertThat(hub.calls).isEmpty();
        assertThat(pacer.inUse()).isZero();
        // when
        lease.isRenewed();
        // then
        assertThat(event).isCompletedWithValueMatching(Completed.class::isInstance);
    }

    @Test
    void shouldHandLeaveBackWhenTheLeaseLapsedMeanwhile() {
        // given
        List<Runnable> once = new ArrayList<>(List.of(lease::lapses));
        RecordedLeave leave = new RecordedLeave(() -> {
            once.forEach(Runnable::run);
            once.clear();
        });
        CompletableFuture<CommandEvent> event = subscribe(reboot(terms()), leave);
        assertThat(hub.calls).isEmpty();
        assertThat(leave.happened).hasSize(2).element(1).isEqualTo("handed back");
        // when
        lease.isRenewed();
        // then
        assertThat(event).isCompletedWithValueMatching(Completed.class::isInstance);
        assertThat(event.join().about().attempts()).isEqualTo(1);
    }

    private void move(Duration time) {
        var _ = clock.of(time).await().indefinitely();
    }

    private CommandEvent dispatch(Received received, Leave leave) {
        CompletableFuture<CommandEvent> event = subscribe(received, leave);
        assertThat(event).isDone();
        return event.join();
    }

    /** Writes down what is asked of it. */
    private record RecordedLeave(List<String> happened, Runnable onAsking) implements Leave {
        RecordedLeave(Runnable onAsking) {
            this(new ArrayList<>(), onAsking);
        }

        @Override
        public Uni<Void> toCall(Instant callEndsBy) {
            happened.add("asked until " + callEndsBy);
            return Uni.createFrom().voidItem().invoke(onAsking);
        }

        @Override
        public void handBack() {
            happened.add("handed back");
        }
    }

    private CommandEvent dispatch(Received received) {
        CompletableFuture<CommandEvent> event = subscribe(received);
        assertThat(event).isDone();
        return event.join();
    }

    private CompletableFuture<CommandEvent> subscribe(Received received) {
        return subscribe(received, FreeLeave.FREE);
    }

    private CompletableFuture<CommandEvent> subscribe(Received received, Leave leave) {
        return dispatcher.dispatch(received, leave, held(received)).subscribeAsCompletionStage();
    }
}
