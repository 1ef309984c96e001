package io.downlink.simulator.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.downlink.simulator.behaviour.Conduct.Act;
import io.downlink.simulator.behaviour.Conduct.Fail;
import io.downlink.simulator.behaviour.Conduct.Hang;
import io.downlink.simulator.behaviour.Temper.Rates;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemperTest {
    private static final int CALLS = 10_000;
    private static final long SEED = 7;
    private static final Latency AT_ONCE = new Latency(Duration.ZERO, Duration.ZERO);

    @Test
    void shouldAlwaysActWhenRatesAreZero() {
        assertThat(conduct(new Rates(0, 0), AT_ONCE, SEED, "pump-1")).hasOnlyElementsOfType(Act.class);
    }

    @Test
    void shouldAlwaysHangWhenItsRateIsOneWhateverTheFailureRate() {
        assertThat(conduct(new Rates(1, 1), AT_ONCE, SEED, "pump-1")).hasOnlyElementsOfType(Hang.class);
    }

    @Test
    void shouldAlwaysFailWhenItsRateIsOne() {
        assertThat(conduct(new Rates(0, 1), AT_ONCE, SEED, "pump-1")).hasOnlyElementsOfType(Fail.class);
    }

    @Test
    void shouldMisbehaveAsOftenAsItsRatesSay() {
        List<Conduct> conduct = conduct(new Rates(0.2, 0.5), AT_ONCE, SEED, "pump-1");

        assertThat(conduct.stream().filter(Hang.class::isInstance).count())
                .isCloseTo(CALLS / 5, Percentage.withPercentage(10));
        assertThat(conduct.stream().filter(Fail.class::isInstance).count())
                .isCloseTo(CALLS * 4 / 10, Percentage.withPercentage(10));
    }

    @Test
    void shouldBehaveTheSameForTheSameSeedAndOtherwiseForAnotherSeedOrDevice() {
        Rates rates = new Rates(0.2, 0.2);
        List<Conduct> conduct = conduct(rates, AT_ONCE, SEED, "pump-1");

        assertThat(conduct(rates, AT_ONCE, SEED, "pump-1")).isEqualTo(conduct);
        assertThat(conduct(rates, AT_ONCE, SEED + 1, "pump-1")).isNotEqualTo(conduct);
        assertThat(conduct(rates, AT_ONCE, SEED, "pump-2")).isNotEqualTo(conduct);
    }

    @Test
    void shouldFailOnTheSameCallsWhenOnlyTheHangRateChanges() {
        List<Conduct> without = conduct(new Rates(0, 0.3), AT_ONCE, SEED, "pump-1");
        List<Conduct> with = conduct(new Rates(0.3, 0.3), AT_ONCE, SEED, "pump-1");

        for (int call = 0; call < CALLS; call++) {
            if (!(with.get(call) instanceof Hang)) {
                assertThat(with.get(call)).isEqualTo(without.get(call));
            }
        }
    }

    @Test
    void shouldSpreadLatencyOverTheWholeJitter() {
        Latency latency = new Latency(Duration.ofMillis(50), Duration.ofMillis(20));

        List<Duration> waits = conduct(new Rates(0, 0), latency, SEED, "pump-1").stream()
                .map(conduct -> ((Act) conduct).after())
                .toList();

        assertThat(waits).allSatisfy(wait -> assertThat(wait).isBetween(Duration.ofMillis(50), Duration.ofMillis(70)));
        assertThat(waits).anySatisfy(wait -> assertThat(wait).isLessThan(Duration.ofMillis(51)));
        assertThat(waits).anySatisfy(wait -> assertThat(wait).isGreaterThan(Duration.ofMillis(69)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.01, 1.01, Double.NaN})
    void shouldRefuseARateOutOfRange(double rate) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Rates(rate, 0))
                .withMessageContaining("hang");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Rates(0, rate))
                .withMessageContaining("failure");
    }

    @Test
    void shouldRefuseANegativeTime() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Latency(Duration.ofMillis(-1), Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> new Latency(Duration.ZERO, Duration.ofMillis(-1)));
    }

    private static List<Conduct> conduct(Rates rates, Latency latency, long seed, String deviceId) {
        return Stream.generate(new Temper(rates, latency, seed, deviceId)::next)
                .limit(CALLS)
                .toList();
    }
}
