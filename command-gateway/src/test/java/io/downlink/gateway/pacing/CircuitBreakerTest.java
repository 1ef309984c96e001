package io.downlink.gateway.pacing;

import static io.downlink.gateway.pacing.CircuitBreaker.State.CLOSED;
import static io.downlink.gateway.pacing.CircuitBreaker.State.HALF_OPEN;
import static io.downlink.gateway.pacing.CircuitBreaker.State.OPEN;
import static io.downlink.gateway.pacing.TestClock.START;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
    private final CircuitBreaker breaker = new CircuitBreaker();

    @Test
    void shouldOpenAfterFiveFailuresInARow() {
        // when
        fail(4);
        assertThat(breaker.state()).isEqualTo(CLOSED);
        fail(1);
        // then
        assertThat(breaker.state()).isEqualTo(OPEN);
        assertThat(breaker.wait(START)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void shouldOpenWhenHalfOfTheLastTwentyFailed() {
        // when
        for (int i = 0; i < 9; i++) {
            fail(1);
            succeed();
        }
        assertThat(breaker.state()).isEqualTo(CLOSED);
        fail(1);
        // then
        assertThat(breaker.state()).isEqualTo(OPEN);
    }

    @Test
    void shouldStayClosedWhenFailuresAreFew() {
        // when
        for (int i = 0; i < 100; i++) {
            fail(1);
            succeed();
            succeed();
        }
        // then
        assertThat(breaker.state()).isEqualTo(CLOSED);
    }

    @Test
    void shouldLetOneProbeThroughAtGrowingDistances() {
        // given
        fail(5);
        Instant now = START;
        for (int seconds : new int[] {1, 1, 2, 4, 8, 16, 30, 30}) {
            // when
            assertThat(breaker.wait(now)).isEqualTo(Duration.ofSeconds(seconds));
            now = now.plusSeconds(seconds);
            // then
            assertThat(breaker.begins(now)).isTrue();
            assertThat(breaker.state()).isEqualTo(HALF_OPEN);
            breaker.ended(now, true, now);
            assertThat(breaker.state()).isEqualTo(OPEN);
        }
    }

    @Test
    void shouldCloseWhenAProbeIsAnswered() {
        // given
        fail(5);
        Instant now = START.plusSeconds(1);
        breaker.begins(now);
        // when
        breaker.ended(now, false, now);
        // then
        assertThat(breaker.state()).isEqualTo(CLOSED);
        assertThat(breaker.wait(now)).isZero();
        assertThat(breaker.begins(now)).isFalse();
    }

    @Test
    void shouldSendAnotherProbeWhileOneIsNotAnswered() {
        // given
        fail(5);
        breaker.begins(START.plusSeconds(1));
        // when
        Instant now = START.plusSeconds(2);
        // then
        assertThat(breaker.wait(now)).isZero();
    }

    @Test
    void shouldNotBelieveAnAnswerToACallFromBeforeItOpened() {
        // given
        fail(5);
        // when
        breaker.ended(START.minusSeconds(5), false, START.plusMillis(1));
        // then
        assertThat(breaker.state()).isEqualTo(OPEN);
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            breaker.ended(START, true, START);
        }
    }

    private void succeed() {
        breaker.ended(START, false, START);
    }
}
