package io.downlink.gateway.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.contracts.requests.Priority;
import io.downlink.service.hubs.HubSize;
import io.downlink.service.hubs.Tier;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** Which call starts next, and when. */
class PacerTest {
    private final TestClock clock = new TestClock();
    private final Queue<Alarm> alarms = new PriorityQueue<>(Comparator.comparing(Alarm::at));
    private final OwnPart part = new OwnPart();
    private final List<String> started = new ArrayList<>();
    private final List<String> late = new ArrayList<>();
    private final Deque<Running> open = new ArrayDeque<>();
    private Instant deadline = Instant.MAX;
    private int bytes = 10;

    private record Alarm(Instant at, Runnable action) {}

    private record Running(Permit permit, Instant began, UniEmitter<? super String> end) {
        void ends(CallEnd with) {
            permit.ended(began, with);
            end.complete("ended");
        }
    }

    @Test
    void shouldServeInteractiveCallsFirstAndBulkInOneOfTen() {
        // given
        Pacer pacer = unpaced(4);
        ask(pacer, "open", Priority.INTERACTIVE, 4);
        ask(pacer, "b", Priority.BULK, 40);
        ask(pacer, "i", Priority.INTERACTIVE, 40);
        started.clear();
        // when
        endAll(40);
        // then
        assertThat(started.subList(0, 40).stream().filter("b"::equals)).hasSize(4);
        assertThat(started.subList(0, 9)).containsOnly("i");
    }

    @Test
    void shouldGiveBulkAllThatInteractiveCallsDoNotUse() {
        // given
        Pacer pacer = unpaced(4);
        // when
        ask(pacer, "b", Priority.BULK, 10);
        endAll(10);
        // then
        assertThat(started).hasSize(10);
    }

    @Test
    void shouldKeepAQuarterOfThePlacesFreeOfBulk() {
        // given
        Pacer pacer = unpaced(8);
        // when
        ask(pacer, "b", Priority.BULK, 20);
        ask(pacer, "i", Priority.INTERACTIVE, 3);
        // then
        assertThat(started.stream().filter("b"::equals)).hasSize(6);
        assertThat(started.stream().filter("i"::equals)).hasSize(2);
        assertThat(pacer.inUse()).isEqualTo(8);
    }

    @Test
    void shouldSendAsFastAsTheShareAllowsAndNoFaster() {
        // given
        Pacer pacer = ofS1();
        ask(pacer, "i", Priority.INTERACTIVE, 2_000);
        assertThat(started).hasSize(32);
        // when
        run(Duration.ofSeconds(30));
        // then
        assertThat(started).hasSizeBetween(32 + 30 * 32 - 1, 32 + 30 * 32);
    }

    @Test
    void shouldMeterMethodsInStepsOfFourKilobytes() {
        // given
        Pacer pacer = ofS1();
        bytes = 4_097;
        // when
        ask(pacer, "i", Priority.INTERACTIVE, 100);
        // then
        assertThat(started).hasSize(16);
        assertThat(pacer.metered(OperationClass.METHOD)).isEqualTo(32);
    }

    @Test
    void shouldShareTokensAndNotCallsBetweenThePriorities() {
        // given
        Pacer pacer = ofS1();
        run(Duration.ofSeconds(1));
        ask(pacer, "i", Priority.INTERACTIVE, 1_000);
        bytes = 128 * 1024;
        ask(pacer, "b", Priority.BULK, 100);
        started.clear();
        // when
        run(Duration.ofSeconds(21));
        // then
        assertThat(started.stream().filter("b"::equals)).hasSize(2);
        assertThat(started.stream().filter("i"::equals)).hasSizeGreaterThan(540);
    }

    @Test
    void shouldHalveItsPaceOnA429() {
        // given
        Pacer pacer = ofS1();
        ask(pacer, "i", Priority.INTERACTIVE, 500);
        run(Duration.ofSeconds(1));
        // when
        open.removeFirst().ends(new CallEnd.Throttled(null));
        // then
        assertThat(pacer.pace(OperationClass.METHOD, Pace::rate)).isEqualTo(16);
        assertThat(pacer.pace(OperationClass.MESSAGE, Pace::rate)).isGreaterThan(1);
    }

    @Test
    void shouldLetGoWithoutAPlaceWhatIsPastItsDeadline() {
        // given
        Pacer pacer = unpaced(1);
        ask(pacer, "open", Priority.INTERACTIVE, 1);
        deadline = clock.instant().plusSeconds(5);
        ask(pacer, "late", Priority.INTERACTIVE, 3);
        // when
        run(Duration.ofSeconds(4));
        assertThat(late).isEmpty();
        run(Duration.ofSeconds(2));
        // then
        assertThat(late).hasSize(3);
        assertThat(pacer.inUse()).isOne();
        ask(pacer, "late", Priority.BULK, 1);
        assertThat(late).hasSize(4);
    }

    @Test
    void shouldNotStartWhatNobodyWaitsForAnyMore() {
        // given
        Pacer pacer = unpaced(1);
        ask(pacer, "open", Priority.INTERACTIVE, 1);
        Cancellable gone = ask(pacer, "gone", Priority.INTERACTIVE);
        ask(pacer, "next", Priority.INTERACTIVE, 1);
        // when
        gone.cancel();
        // then
        assertThat(pacer.waiting(OperationClass.METHOD, Priority.INTERACTIVE)).isOne();
        endAll(1);
        assertThat(started).containsExactly("open", "next");
    }

    @Test
    void shouldTryAHubThatIsAwayWithOneCallAtATimeAndGoOnWhenItIsBack() {
        // given
        Pacer pacer = unpaced(100);
        ask(pacer, "i", Priority.INTERACTIVE, 5);
        for (int i = 0; i < 5; i++) {
            open.removeFirst().ends(new CallEnd.HubAway());
        }
        ask(pacer, "i", Priority.INTERACTIVE, 50);
        assertThat(open).isEmpty();
        assertThat(pacer.waiting(OperationClass.METHOD, Priority.INTERACTIVE)).isEqualTo(50);
        // when
        run(Duration.ofSeconds(1));
        // then
        assertThat(open).hasSize(1);
        assertThat(open.getFirst().permit().probe()).isTrue();
        open.removeFirst().ends(new CallEnd.Answered(0));
        assertThat(open).hasSize(49);
    }

    @Test
    void shouldOpenTheCircuitOfOneKindOfCallsAlone() {
        // given
        Pacer pacer = unpaced(100);
        ask(pacer, "i", Priority.INTERACTIVE, 5);
        // when
        for (int i = 0; i < 5; i++) {
            open.removeFirst().ends(new CallEnd.HubAway());
        }
        // then
        assertThat(pacer.breaker(OperationClass.METHOD)).isEqualTo(CircuitBreaker.State.OPEN);
        assertThat(pacer.breaker(OperationClass.MESSAGE)).isEqualTo(CircuitBreaker.State.CLOSED);
        assertThat(pacer.isAway()).isTrue(); // no message was tried so far
    }

    @Test
    void shouldStopBulkAloneWhenTheDaysMessagesAreUsedUp() {
        // given
        Pacer pacer = ofS1();
        ask(pacer, "i", Priority.INTERACTIVE, 1);
        // when
        open.removeFirst().ends(new CallEnd.QuotaUsedUp());
        ask(pacer, "b", Priority.BULK, 1);
        ask(pacer, "i", Priority.INTERACTIVE, 1);
        // then
        assertThat(started).containsExactly("i", "i");
        clock.move(Duration.ofHours(14));
        ask(pacer, "i", Priority.INTERACTIVE, 1);
        assertThat(started).contains("b");
    }

    private Pacer unpaced(int places) {
        return Pacer.unpaced("default", places, this::wake, clock);
    }

    private Pacer ofS1() {
        part.is(3, 3);
        return Pacer.forSize("default", 100_000, new HubSize(Tier.S1, 1, 0.8), part, this::wake, clock);
    }

    private void wake(Duration time, Runnable action) {
        alarms.add(new Alarm(clock.instant().plus(time), action));
    }

    private void ask(Pacer pacer, String name, Priority priority, int times) {
        for (int i = 0; i < times; i++) {
            var _ = ask(pacer, name, priority);
        }
    }

    private Cancellable ask(Pacer pacer, String name, Priority priority) {
        Ask ask = new Ask(OperationClass.METHOD, 0, bytes, priority, deadline);
        return pacer.inTurn(ask, permit -> {
                    if (ask.isLate(clock.instant())) {
                        late.add(name);
                        return Uni.createFrom().item("late");
                    }
                    started.add(name);
                    return Uni.createFrom().<String>emitter(end -> open.add(new Running(permit, clock.instant(), end)));
                })
                .subscribe()
                .with(_ -> {});
    }

    private void endAll(int times) {
        for (int i = 0; i < times && !open.isEmpty(); i++) {
            open.removeFirst().ends(new CallEnd.Answered(0));
        }
    }

    /** Lets time pass, from alarm to alarm. */
    private void run(Duration time) {
        Instant end = clock.instant().plus(time);
        while (!alarms.isEmpty() && !alarms.element().at().isAfter(end)) {
            Alarm next = alarms.remove();
            if (next.at().isAfter(clock.instant())) {
                clock.move(Duration.between(clock.instant(), next.at()));
            }
            next.action().run();
        }
        clock.move(Duration.between(clock.instant(), end));
    }
}
