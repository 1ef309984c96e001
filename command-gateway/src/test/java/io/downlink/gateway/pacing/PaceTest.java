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
        Instant now = demandWhileCallsTake(Duration.ofMillis(20), pace, START, 10);
        assertThat(pace.rate()).isGreaterThan(8);
        // when
        now = demandWhileCallsTake(Duration.ofMillis(80), pace, now, 4);
        // then: for a while
        assertThat(pace.rate()).isEqualTo(8, CLOSE);
        now = demandWhileCallsTake(Duration.ofMillis(20), pace, now, 25);
        assertThat(pace.rate()).isEqualTo(8, CLOSE);
        demandWhileCallsTake(Duration.ofMillis(20), pace, now, 30);
        assertThat(pace.rate()).isGreaterThan(8);
    }

    @Test
    void shouldTakeThreeSlowSecondsForChance() {
        // given
        Pace pace = pace(1, 4);
        Instant now = demandWhileCallsTake(Duration.ofMillis(20), pace, START, 5);
        // when
        for (int i = 0; i < 5; i++) {
            now = demandWhileCallsTake(Duration.ofMillis(80), pace, now, 3);
            now = demandWhileCallsTake(Duration.ofMillis(20), pace, now, 1);
        }
        // then
        assertThat(pace.rate()).isEqualTo(8 * (1 + 25 * 0.05), CLOSE);
    }

    @Test
    void shouldTakeDevicesThatHaveBecomeSlowerForTheUsual() {
        // given
        Pace pace = pace(1, 4);
        Instant now = demandWhileCallsTake(Duration.ofMillis(20), pace, START, 5);
        // when
        demandWhileCallsTake(Duration.ofMillis(80), pace, now, 600);
        // then
        assertThat(pace.rate()).isEqualTo(32, CLOSE);
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

    /** The shortest of many. */
    private static Instant demandWhileCallsTake(Duration shortest, Pace pace, Instant from, int seconds) {
        Instant now = from;
        for (int second = 0; second < seconds; second++) {
            pace.answered(shortest);
            for (int i = 0; i < 9; i++) {
                pace.answered(Duration.ofSeconds(5));
            }
            now = demand(pace, now, 1);
        }
        return now;
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
