package io.downlink.gateway.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.gateway.pacing.TestClock;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SharedTest {
    private static final Duration KEPT_FOR = Duration.ofSeconds(2);

    private final TestClock clock = new TestClock();
    private final List<CompletableFuture<String>> asked = new ArrayList<>();
    private final Shared<String> shared =
            new Shared<>(Uni.createFrom().completionStage(this::question), KEPT_FOR, clock);

    @Test
    void shouldAskOnceForAllHoweverLongItTakes() {
        // given
        UniAssertSubscriber<String> first = ask();
        clock.move(Duration.ofSeconds(30));
        UniAssertSubscriber<String> second = ask();
        // when
        asked.getFirst().complete("there");
        // then
        first.assertItem("there");
        second.assertItem("there");
        assertThat(asked).hasSize(1);
    }

    @Test
    void shouldLeaveTheQuestionToTheOthersWhenOneGivesUp() {
        // given
        UniAssertSubscriber<String> impatient = ask();
        UniAssertSubscriber<String> patient = ask();
        // when
        impatient.cancel();
        // then
        assertThat(asked.getFirst()).isNotDone();
        asked.getFirst().complete("there");
        patient.assertItem("there");
    }

    @Test
    void shouldKeepAnAnswerForAWhileAfterItCame() {
        // given
        UniAssertSubscriber<String> first = ask();
        clock.move(Duration.ofSeconds(30));
        asked.getFirst().complete("there");
        first.assertItem("there");
        // when
        clock.move(KEPT_FOR.minusMillis(1));
        ask().assertItem("there");
        clock.move(Duration.ofMillis(1));
        // then
        ask().assertNotTerminated();
        assertThat(asked).hasSize(2);
    }

    @Test
    void shouldAskAgainAtOnceAfterAFailure() {
        // given
        UniAssertSubscriber<String> first = ask();
        // when
        asked.getFirst().completeExceptionally(new IllegalStateException("on purpose"));
        // then
        first.assertFailedWith(IllegalStateException.class, "on purpose");
        UniAssertSubscriber<String> second = ask();
        asked.getLast().complete("there");
        second.assertItem("there");
    }

    private UniAssertSubscriber<String> ask() {
        return shared.answer().subscribe().withSubscriber(UniAssertSubscriber.create());
    }

    private CompletableFuture<String> question() {
        asked.add(new CompletableFuture<>());
        return asked.getLast();
    }
}
