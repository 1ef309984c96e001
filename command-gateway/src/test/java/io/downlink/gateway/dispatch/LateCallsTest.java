package io.downlink.gateway.dispatch;

import static io.downlink.gateway.dispatch.Commands.WRITTEN;
import static io.downlink.gateway.dispatch.Commands.held;
import static io.downlink.gateway.dispatch.Commands.reboot;
import static io.downlink.gateway.dispatch.Commands.terms;
import static io.downlink.gateway.dispatch.Commands.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandEvent.Completed;
import io.downlink.contracts.commands.CommandEvent.InDoubt;
import io.downlink.contracts.commands.Delivery;
import io.downlink.contracts.commands.Reason;
import io.downlink.gateway.pacing.TestPacers;
import io.downlink.hub.HubFailure.ConnectionLost;
import io.downlink.hub.HubFailure.DeviceNotOnline;
import io.downlink.hub.HubFailure.Evidence;
import io.downlink.service.pauses.Backoff;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Calls that nobody waits for any more, and that may reach their device all the same. */
class LateCallsTest {
    private static final Evidence EVIDENCE = new Evidence("reset", null, null);
    /** Response timeout, time on the way, and a little more. */
    private static final Duration ARRIVES_WITHIN = Duration.ofSeconds(30 + 10 + 5);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicBoolean breaking = new AtomicBoolean();
    private final FakeHub hub = new FakeHub();
    private final MovedClock clock = new MovedClock(WRITTEN.plusSeconds(1));
    private final Hubs hubs = new Hubs(List.of(new Hub("default", hub, TestPacers.unpaced(2, clock))));
    private final Dispatcher dispatcher = new Dispatcher(
            hubs,
            new RetryPolicy(
                    new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30)),
                    new Backoff(Duration.ofMillis(500), Duration.ofSeconds(5)),
                    new Random(1)),
            clock,
            new TestLease(),
            new CallMeters(registry),
            clock);

    private final LaneLeave lane = new LaneLeave();

    @Test
    void shouldKeepTheNextCommandAwayUntilACallInDoubtCannotArriveAnyMore() {
        // given
        hub.thenFailsWith(new ConnectionLost(EVIDENCE));
        assertThat(dispatch(reboot(terms()))).isInstanceOf(InDoubt.class);
        // when
        CommandEvent next = dispatch(reboot(terms()));
        // then
        assertThat(next).isInstanceOf(Completed.class);
        assertThat(clock.pauses).containsExactly(ARRIVES_WITHIN);
    }

    @Test
    void shouldNotKeepTheNextCommandAwayAfterACallThatDidNotReachTheDevice() {
        // given
        hub.thenFailsWith(new DeviceNotOnline(EVIDENCE));
        dispatch(reboot(terms()));
        // when
        dispatch(reboot(terms()));
        // then
        assertThat(clock.pauses).isEmpty();
    }

    @Test
    void shouldKeepTheNextCommandAwayFromACallThatADefectLeftOpen() {
        // given
        hub.thenBreaksWith(new IllegalStateException("on purpose"));
        assertThat(dispatch(reboot(terms()))).isInstanceOf(InDoubt.class);
        // when
        dispatch(reboot(terms()));
        // then
        assertThat(clock.pauses).containsExactly(ARRIVES_WITHIN);
    }

    @Test
    void shouldKeepTheNextCommandAwayWhereADefectFollowsACallInDoubt() {
        // given
        registry.config().meterFilter(new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                if (breaking.getAndSet(false)) {
                    throw new IllegalStateException("on purpose");
                }
                return id;
            }
        });
        hub.thenFailsWith(new ConnectionLost(EVIDENCE));
        breaking.set(true);
        assertThat(dispatch(reboot(terms()))).isInstanceOf(InDoubt.class);
        assertThat(breaking).isFalse();
        // when
        dispatch(reboot(terms()));
        // then
        assertThat(clock.pauses).containsExactly(ARRIVES_WITHIN);
    }

    @Test
    void shouldTellOfACallInDoubtWhenWhoeverComesNextKnowsThatItMayArrive() {
        // given
        hub.thenFailsWith(new ConnectionLost(EVIDENCE));
        lane.noted = new CompletableFuture<>();
        // when
        CompletableFuture<CommandEvent> event = begin(reboot(terms()), lane);
        // then
        assertThat(event).isNotDone();
        lane.noted.complete(null);
        assertThat(event).isCompleted();
    }

    @Test
    void shouldBeInDoubtInsteadOfFailedWhenAnEarlierOwnerMayHaveCalled() {
        // given
        hub.thenFailsWith(new DeviceNotOnline(EVIDENCE));
        // when
        CommandEvent event = dispatch(reboot(with(terms(), Delivery.AT_LEAST_ONCE)), new InheritedLeave());
        // then
        assertThat(event)
                .isInstanceOfSatisfying(
                        InDoubt.class,
                        doubt -> assertThat(doubt.cause().reason()).isEqualTo(Reason.INTERRUPTED));
    }

    @Test
    void shouldBeInDoubtInsteadOfExpiredWhenAnEarlierOwnerMayHaveCalled() {
        // when
        CommandEvent event =
                dispatch(reboot(with(with(terms(), Delivery.AT_LEAST_ONCE), clock.instant())), new InheritedLeave());
        // then
        assertThat(event).isInstanceOf(InDoubt.class);
    }

    @Test
    void shouldCompleteWhatAnEarlierOwnerMayHaveCalled() {
        assertThat(dispatch(reboot(with(terms(), Delivery.AT_LEAST_ONCE)), new InheritedLeave()))
                .isInstanceOf(Completed.class);
    }

    private CommandEvent dispatch(Received received) {
        return dispatch(received, lane);
    }

    private CommandEvent dispatch(Received received, Leave leave) {
        CompletableFuture<CommandEvent> event = begin(received, leave);
        assertThat(event).isDone();
        return event.join();
    }

    private CompletableFuture<CommandEvent> begin(Received received, Leave leave) {
        return dispatcher.dispatch(received, leave, held(received)).subscribeAsCompletionStage();
    }

    /** Leave for every call of one device. */
    private final class LaneLeave implements Leave {
        private CompletableFuture<Void> noted = CompletableFuture.completedFuture(null);
        private Instant arrived = Instant.MIN;

        @Override
        public Uni<Void> toCall(Instant callEndsBy) {
            return Uni.createFrom().voidItem();
        }

        @Override
        public Duration earlierCallLeft() {
            Instant now = clock.instant();
            return arrived.isAfter(now) ? Duration.between(now, arrived) : Duration.ZERO;
        }

        @Override
        public Uni<Void> mayArrive(Instant until) {
            arrived = until;
            return Uni.createFrom().completionStage(noted);
        }

        @Override
        public void handBack() {
            // nobody counts
        }
    }

    /** Of a command that was read before, and needs no mark. */
    private record InheritedLeave() implements Leave {

        @Override
        public Uni<Void> toCall(Instant callEndsBy) {
            return Uni.createFrom().voidItem();
        }

        @Override
        public boolean mayHaveBeenCalled() {
            return true;
        }

        @Override
        public void handBack() {
            // nobody counts
        }
    }
}
