package io.downlink.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InFlightTest {
    private static final int MANY = 20_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<UniEmitter<? super Void>> open = new ArrayList<>();
    private final List<Long> asked = new ArrayList<>();
    private final AtomicInteger cancelled = new AtomicInteger();
    private final List<MultiEmitter<? super Integer>> source = new ArrayList<>();
    private final Multi<Integer> items = Multi.createFrom()
            .<Integer>emitter(source::add)
            .onRequest()
            .invoke(asked::add)
            .onCancellation()
            .invoke(cancelled::incrementAndGet);

    @Test
    void shouldAskForAsManyAsMayBeOpenAndThenForOneForEachThatEnds() {
        // given
        subscribe(2);
        emit(1, 2, 3);
        assertThat(open).hasSize(2);
        // when
        open.getFirst().complete(null);
        // then
        assertThat(asked).containsExactly(2L, 1L);
        assertThat(open).hasSize(3);
    }

    @Test
    void shouldEndWithTheStreamAndAllWork() {
        // given
        UniAssertSubscriber<Void> end = subscribe(2);
        emit(1, 2);
        source.getFirst().complete();
        open.getFirst().complete(null);
        end.assertNotTerminated();
        // when
        open.getLast().complete(null);
        // then
        end.assertCompleted();
    }

    @Test
    void shouldFailWithThePieceOfWorkThatFailsAndAskForNothingMore() {
        // given
        UniAssertSubscriber<Void> end = subscribe(2);
        emit(1, 2);
        // when
        open.getFirst().fail(new IllegalStateException("broken"));
        open.getLast().complete(null);
        // then
        end.assertFailedWith(IllegalStateException.class, "broken");
        assertThat(cancelled).hasValue(1);
        assertThat(asked).containsExactly(2L);
    }

    @Test
    void shouldFailWhereAPieceOfWorkCannotBegin() {
        // given
        UniAssertSubscriber<Void> end = InFlight.atMost(2, items, _ -> {
                    throw new IllegalStateException("no claim");
                })
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
        // when
        emit(1);
        // then
        end.assertFailedWith(IllegalStateException.class, "no claim");
        assertThat(cancelled).hasValue(1);
    }

    @Test
    void shouldFailWithTheStream() {
        // given
        UniAssertSubscriber<Void> end = subscribe(2);
        emit(1);
        // when
        source.getFirst().fail(new IllegalStateException("gone"));
        // then
        end.assertFailedWith(IllegalStateException.class, "gone");
    }

    @Test
    void shouldAskForNothingMoreWhenNobodyWaitsForItAnyMore() {
        // given
        UniAssertSubscriber<Void> end = subscribe(2);
        emit(1);
        // when
        end.cancel();
        // then
        assertThat(cancelled).hasValue(1);
    }

    @Test
    void shouldCarryVeryManyWhoseWorkEndsAtOnce() {
        // given
        AtomicInteger done = new AtomicInteger();
        // when
        InFlight.atMost(
                        3,
                        Multi.createFrom().range(0, MANY),
                        _ -> Uni.createFrom().voidItem().invoke(done::incrementAndGet))
                .await()
                .atMost(PATIENCE);
        // then
        assertThat(done).hasValue(MANY);
    }

    @Test
    void shouldKeepItsBoundAndLoseNothingWhereWorkEndsOnManyThreads() {
        // given
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Queue<Integer> done = new ConcurrentLinkedQueue<>();
        // when
        InFlight.atMost(50, Multi.createFrom().range(0, MANY), item -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    Uni<Void> work = Uni.createFrom().voidItem();
                    Uni<Void> there = ThreadLocalRandom.current().nextBoolean()
                            ? work
                            : work.emitOn(Infrastructure.getDefaultExecutor());
                    return there.invoke(() -> {
                        done.add(item);
                        now.decrementAndGet();
                    });
                })
                .await()
                .atMost(PATIENCE);
        // then
        assertThat(done)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, MANY).boxed().toList());
        assertThat(most.get()).isBetween(2, 50);
    }

    private UniAssertSubscriber<Void> subscribe(int atOnceMax) {
        return InFlight.atMost(atOnceMax, items, _ -> Uni.createFrom().<Void>emitter(open::add))
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
    }

    private void emit(int... numbers) {
        for (int number : numbers) {
            source.getFirst().emit(number);
        }
    }
}
