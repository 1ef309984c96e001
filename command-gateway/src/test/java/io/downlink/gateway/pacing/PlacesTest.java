package io.downlink.gateway.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The bound on the calls that are open at once. */
class PlacesTest {
    private final Pacer pacer = TestPacers.unpaced(2, Clock.systemUTC());
    private final List<UniEmitter<? super String>> open = new ArrayList<>();
    private final List<String> answers = new ArrayList<>();

    @Test
    void shouldOpenNoMoreCallsThanPlaces() {
        // when
        call();
        call();
        call();
        // then
        assertThat(open).hasSize(2);
        assertThat(pacer.inUse()).isEqualTo(2);
    }

    @Test
    void shouldOpenTheNextWhenOneEnds() {
        // given
        call();
        call();
        call();
        // when
        open.getFirst().complete("first");
        // then
        assertThat(answers).containsExactly("first");
        assertThat(open).hasSize(3);
        assertThat(pacer.inUse()).isEqualTo(2);
    }

    @Test
    void shouldGiveThePlaceBackWhenACallFails() {
        // given
        call();
        // when
        open.getFirst().fail(new IllegalStateException("on purpose"));
        // then
        assertThat(pacer.inUse()).isZero();
    }

    @Test
    void shouldHoldThePlaceUntilTheEndIsTold() {
        // given
        List<Integer> inUseWhenTold = new ArrayList<>();
        TestPacers.call(pacer, Uni.createFrom().item("answer")).subscribe().with(_ -> inUseWhenTold.add(pacer.inUse()));
        // then
        assertThat(inUseWhenTold).containsExactly(1);
        assertThat(pacer.inUse()).isZero();
    }

    @Test
    void shouldStartNothingOnceClosed() {
        // given
        call();
        call();
        call();
        // when
        pacer.close();
        open.getFirst().complete("first");
        call();
        // then
        assertThat(answers).containsExactly("first");
        assertThat(open).hasSize(2);
        assertThat(pacer.inUse()).isEqualTo(1);
    }

    @Test
    void shouldServeManyThatEndAtOnce() {
        // given
        call();
        call();
        for (int i = 0; i < 100_000; i++) {
            TestPacers.call(pacer, Uni.createFrom().item("at once")).subscribe().with(answers::add);
        }
        // when
        open.getFirst().complete("first");
        // then
        assertThat(answers).hasSize(100_001);
        assertThat(pacer.inUse()).isEqualTo(1);
    }

    @Test
    void shouldHoldItsBoundAmongManyThreads() throws InterruptedException {
        int calls = 20_000;
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger atOnceMax = new AtomicInteger();
        CountDownLatch ended = new CountDownLatch(calls);
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            Uni<String> call = Uni.createFrom()
                    .item(() -> {
                        atOnceMax.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                        return "answer";
                    })
                    .emitOn(threads)
                    .invoke(() -> atOnce.decrementAndGet());
            for (int i = 0; i < calls; i++) {
                TestPacers.call(pacer, call).subscribe().with(_ -> ended.countDown());
            }
            assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(atOnceMax).hasValue(2);
        assertThat(pacer.inUse()).isZero();
    }

    private void call() {
        TestPacers.call(pacer, Uni.createFrom().<String>emitter(open::add))
                .subscribe()
                .with(answers::add, _ -> {});
    }
}
