package io.downlink.gateway.pacing;

import static io.downlink.gateway.pacing.TestClock.START;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private static final int COST_MAX = 32;

    /** Something of this cost comes so long after the one before. */
    record Arrival(int cost, Duration after) {}

    @Provide
    Arbitrary<Arrival> arrivals() {
        Arbitrary<Duration> pauses = Arbitraries.frequencyOf(
                        Tuple.of(3, Arbitraries.longs().between(0, 100)),
                        Tuple.of(1, Arbitraries.longs().between(100, 5_000)))
                .map(Duration::ofMillis);
        return Combinators.combine(Arbitraries.integers().between(1, COST_MAX), pauses)
                .as(Arrival::new);
    }

    @Property(tries = 500)
    void shouldNeverGiveOutMoreThanItsRateAndOneSecond(
            @ForAll @DoubleRange(min = 0.1, max = 200) double rate,
            @ForAll @Size(max = 200) List<@From("arrivals") Arrival> arrivals) {
        TokenBucket bucket = new TokenBucket(rate, START);
        Instant now = START;
        long taken = 0;
        for (Arrival arrival : arrivals) {
            now = now.plus(arrival.after());
            if (bucket.has(arrival.cost(), now)) {
                bucket.take(arrival.cost(), now);
                taken += arrival.cost();
            }
            double seconds = Duration.between(START, now).toMillis() / 1e3;
            double capacity = Math.max(1, rate);
            assertThat(taken).isLessThanOrEqualTo((long) Math.ceil(capacity + rate * seconds + COST_MAX));
        }
    }

    @Property(tries = 500)
    void shouldGiveOutItsWholeRateToWhoWaitsAsLongAsItSays(
            @ForAll @DoubleRange(min = 0.1, max = 200) double rate,
            @ForAll @Size(min = 1, max = 200) List<@From("arrivals") Arrival> arrivals) {
        TokenBucket bucket = new TokenBucket(rate, START);
        Instant now = START;
        long taken = 0;
        for (Arrival arrival : arrivals) {
            for (Duration wait = bucket.wait(arrival.cost(), now);
                    !wait.isZero();
                    wait = bucket.wait(arrival.cost(), now)) {
                now = now.plus(wait);
            }
            bucket.take(arrival.cost(), now);
            taken += arrival.cost();
        }
        double seconds = Duration.between(START, now).toNanos() / 1e9;
        assertThat((double) taken).isGreaterThanOrEqualTo(rate * seconds * 0.999);
    }

    @Test
    void shouldKeepNoMoreThanASecond() {
        // given
        TokenBucket bucket = new TokenBucket(40, START);
        // when
        Instant later = START.plusSeconds(60);
        for (int i = 0; i < 40; i++) {
            assertThat(bucket.has(1, later)).isTrue();
            bucket.take(1, later);
        }
        // then
        assertThat(bucket.has(1, later)).isFalse();
        assertThat(bucket.wait(1, later)).isEqualTo(Duration.ofMillis(25));
    }

    @Test
    void shouldGiveNothingDuringAPause() {
        // given
        TokenBucket bucket = new TokenBucket(40, START);
        // when
        bucket.pauseUntil(START.plusSeconds(10));
        // then
        assertThat(bucket.wait(1, START)).isEqualTo(Duration.ofSeconds(10));
        assertThat(bucket.has(1, START.plusSeconds(10))).isTrue();
    }

    @Test
    void shouldGoOnAfterTheClockWasSetBack() {
        // given
        TokenBucket bucket = new TokenBucket(1, START);
        bucket.take(1, START);
        // when
        Instant back = START.minusSeconds(3_600);
        assertThat(bucket.has(1, back)).isFalse();
        // then
        assertThat(bucket.has(1, back.plusSeconds(1))).isTrue();
    }

    @Test
    void shouldGiveNothingAtNoRate() {
        // given
        TokenBucket bucket = new TokenBucket(0, START);
        bucket.take(1, START);
        // then
        assertThat(bucket.wait(1, START.plusSeconds(60))).isPositive();
    }
}
