package io.downlink.gateway.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.mutiny.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private static final Duration OFTEN = Duration.ofMillis(1);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicInteger others = new AtomicInteger();

    @AfterEach
    void close() {
        vertx.closeAndAwait();
    }

    @Test
    void shouldBeginNoRoundAfterTheEnd() {
        // given
        Rounds rounds = new Rounds(vertx);
        rounds.every(OFTEN, ended::incrementAndGet);
        await().until(() -> ended.get() > 1);
        // when
        rounds.end();
        // then
        awaitRoundsOfOthers(); // one may have been on its way
        int rest = ended.get();
        awaitRoundsOfOthers();
        assertThat(ended).hasValue(rest);
    }

    @Test
    void shouldGoOnAfterARoundThatFails() {
        Rounds rounds = new Rounds(vertx);

        rounds.every(OFTEN, () -> {
            ended.incrementAndGet();
            throw new IllegalStateException("broken on purpose");
        });

        await().until(() -> ended.get() > 2);
        rounds.end();
    }

    private void awaitRoundsOfOthers() {
        Rounds rounds = new Rounds(vertx);
        int before = others.get();
        rounds.every(OFTEN, others::incrementAndGet);
        await().until(() -> others.get() > before + 10);
        rounds.end();
    }
}
