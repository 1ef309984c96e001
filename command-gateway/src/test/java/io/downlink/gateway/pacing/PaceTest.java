package io.downlink.gateway.pacing;

import static io.downlink.gateway.pacing.TestClock.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final Offset<Double> CLOSE = within(1e-9);

    private final OwnPart part = new OwnPart();

    @Test
    void shouldBeginWithItsPartOfTheShare() {
        assertThat(pace(1, 4).rate()).isEqualTo(8, CLOSE);
    }

    @Test
    void shouldClimbToTheWholeShareAndNoFurtherWhileItIsAsked() {
        // given
        Pace pace = pace(1, 4);
        // when
        Instant end = demand(pace, START, 30);
        // then
        assertThat(pace.rate()).isEqualTo(8 * (1 + 30 * 0.05), CLOSE);
        demand(pace, end, 100);
        assertThat(pace.rate()).isEqualTo(32, CLOSE);
    }

    @Test
    void shouldNotClimbWhileNobodyWaits() {
        // given
        Pace pace = pace(1, 4);
        // when
        for (int second = 0; second < 60; second++) {
            assertThat(pace.wait(1, START.plusSeconds(second))).isZero();
        }
        // then
        assertThat(pace.rate()).isEqualTo(8, CLOSE);
    }

    @Test
    void shouldHalveOnceForAllCallsThatWereOpen() {
        // given
        Pace pace = pace(1, 1);
        Instant now = START.plusSeconds(10);
        // when
        pace.throttled(START.plusSeconds(9), null, now);
        pace.throttled(START.plusSeconds(9), null, now.plusMillis(1));
        pace.throttled(now, null, now.plusMillis(2));
        // then
        assertThat(pace.rate()).isEqualTo(16, CLOSE);
        pace.throttled(now.plusMillis(3), null, now.plusMillis(4));
        assertThat(pace.rate()).isEqualTo(8, CLOSE);
    }

    @Test
    void shouldClimbAgainAfterItWasHalved() {
        // given
        Pace pace = pace(1, 1);
        pace.throttled(START, null, START.plusMillis(1));
        // when
        demand(pace, START.plusMillis(1), 10);
        // then
        assertThat(pace.rate()).isEqualTo(32, CLOSE);
    }

    @Test
    void shouldGoBackToItsOwnPartWhenTheHubHoldsEveryCallBack() {
        // given: calls take 20 ms to 5 s
        Pace pace = pace(1, 4);
        Instant now = demand(pace, START, 10);
        answered(pace, Duration.ofMillis(20), 1);
        answered(pace, Duration.ofSeconds(5), 9);
        now = demand(pace, now, 1);
        assertThat(pace.rate()).isGreaterThan(8);
        // when
        answered(pace, Duration.ofMillis(80), 1);
        answered(pace, Duration.ofSeconds(5), 9);
        now = demand(pace, now, 1);
        // then: for a while
        assertThat(pace.rate()).isEqualTo(8, CLOSE);
        now = demand(pace, now, 25);
        assertThat(pace.rate()).isEqualTo(8, CLOSE);
        demand(pace, now, 30);
        assertThat(pace.rate()).isGreaterThan(8);
    }

    @Test
    void shouldTakeAFewSlowCallsForNothing() {
        // given
        Pace pace = pace(1, 4);
        Instant now = demand(pace, START, 10);
        answered(pace, Duration.ofMillis(20), 10);
        now = demand(pace, now, 1);
        // when
        answered(pace, Duration.ofSeconds(5), 4);
        demand(pace, now, 1);
        // then
        assertThat(pace.rate()).isGreaterThan(8);
    }

    @Test
    void shouldPauseAsLongAsTheHubAsks() {
        // given
        Pace pace = pace(1, 1);
        // when
        pace.throttled(START, Duration.ofSeconds(10), START);
        // then
        assertThat(pace.wait(1, START)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void shouldFollowThePartitions() {
        // given
        Pace pace = pace(1, 1);
        // when
        part.is(1, 2);
        // then
        assertThat(pace.rate()).isEqualTo(16, CLOSE);
    }

    private Pace pace(int owned, int all) {
        part.is(owned, all);
        return new Pace(32, part, START);
    }

    private static void answered(Pace pace, Duration after, int calls) {
        for (int i = 0; i < calls; i++) {
            pace.answered(after);
        }
    }

    /** Takes whatever it gives for so many seconds. */
    private static Instant demand(Pace pace, Instant from, int seconds) {
        Instant end = from.plusSeconds(seconds);
        for (Instant now = from; !now.isAfter(end); now = now.plusMillis(10)) {
            while (pace.wait(1, now).isZero()) {
                pace.take(1, now);
            }
        }
        return end;
    }
}
