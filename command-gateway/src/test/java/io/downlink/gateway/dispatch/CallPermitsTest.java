package io.downlink.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CallPermitsTest {
    private final CallPermits permits = new CallPermits(2);
    private final List<UniEmitter<? super String>> open = new ArrayList<>();
    private final List<String> answers = new ArrayList<>();

    @Test
    void shouldOpenNoMoreCallsThanPermits() {
        // when
        call();
        call();
        call();
        // then
        assertThat(open).hasSize(2);
        assertThat(permits.inUse()).isEqualTo(2);
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
        assertThat(permits.inUse()).isEqualTo(2);
    }

    @Test
    void shouldGiveThePermitBackWhenACallFails() {
        // given
        call();
        // when
        open.getFirst().fail(new IllegalStateException("on purpose"));
        // then
        assertThat(permits.inUse()).isZero();
    }

    @Test
    void shouldHoldThePermitUntilTheEndIsTold() {
        // given
        List<Integer> inUseWhenTold = new ArrayList<>();
        permits.whileHolding(Uni.createFrom().item("answer")).subscribe().with(_ -> inUseWhenTold.add(permits.inUse()));
        // then
        assertThat(inUseWhenTold).containsExactly(1);
        assertThat(permits.inUse()).isZero();
    }

    @Test
    void shouldStartNothingOnceClosed() {
        // given
        call();
        call();
        call();
        // when
        permits.close();
        open.getFirst().complete("first");
        call();
        // then
        assertThat(answers).containsExactly("first");
        assertThat(open).hasSize(2);
        assertThat(permits.inUse()).isEqualTo(1);
    }

    @Test
    void shouldServeManyThatEndAtOnce() {
        // given
        call();
        call();
        for (int i = 0; i < 100_000; i++) {
            permits.whileHolding(Uni.createFrom().item("at once")).subscribe().with(answers::add);
        }
        // when
        open.getFirst().complete("first");
        // then
        assertThat(answers).hasSize(100_001);
        assertThat(permits.inUse()).isEqualTo(1);
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
                permits.whileHolding(call).subscribe().with(_ -> ended.countDown());
            }
            assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(atOnceMax).hasValue(2);
        assertThat(permits.inUse()).isZero();
    }

    private void call() {
        permits.whileHolding(Uni.createFrom().<String>emitter(open::add))
                .subscribe()
                .with(answers::add, _ -> {});
    }
}
