package io.downlink.emulator.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LatencyTest {
    private static final int DRAWS = 10_000;

    @Test
    void shouldAlwaysBeTheSameWhenFixed() {
        assertThat(draws(new Latency.Fixed(Duration.ofMillis(200)))).containsOnly(Duration.ofMillis(200));
    }

    @Test
    void shouldStayWithinItsBoundsWhenUniform() {
        Duration min = Duration.ofMillis(100);
        Duration max = Duration.ofMillis(300);

        List<Duration> draws = draws(new Latency.Uniform(min, max));

        assertThat(draws).allMatch(delay -> delay.compareTo(min) >= 0 && delay.compareTo(max) <= 0);
        assertThat(draws.get(DRAWS / 2)).isBetween(Duration.ofMillis(190), Duration.ofMillis(210));
    }

    @Test
    void shouldHaveItsMedianAndItsP99WhenLogNormal() {
        List<Duration> draws = draws(new Latency.LogNormal(Duration.ofMillis(50), Duration.ofMillis(2_000)));

        assertThat(draws.get(DRAWS / 2)).isBetween(Duration.ofMillis(45), Duration.ofMillis(55));
        assertThat(draws.get(DRAWS * 99 / 100)).isBetween(Duration.ofMillis(1_600), Duration.ofMillis(2_500));
    }

    @Test
    void shouldRefuseDistributionsThatAreNone() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new Latency.Fixed(second.negated())).hasMessageStartingWith("delay");
        assertThatThrownBy(() -> new Latency.Uniform(second, Duration.ZERO)).hasMessageStartingWith("max");
        assertThatThrownBy(() -> new Latency.LogNormal(Duration.ZERO, second)).hasMessageStartingWith("median");
        assertThatThrownBy(() -> new Latency.LogNormal(second, Duration.ZERO)).hasMessageStartingWith("p99");
    }

    private static List<Duration> draws(Latency latency) {
        SplittableRandom random = new SplittableRandom(7);
        return Stream.generate(() -> latency.draw(random)).limit(DRAWS).sorted().toList();
    }
}
