package io.downlink.gateway.tenure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointTimesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private final CheckpointTimes times = new CheckpointTimes();

    @Test
    void shouldWriteWhatIsNewAtOnceAndTheSameAgainOnlyBeforeItIsForgotten() {
        // given
        assertThat(times.isDue(NOW)).isTrue();
        // when
        times.begin(NOW);
        // then
        assertThat(times.isDue(NOW.plus(Duration.ofHours(1)))).isFalse();
        assertThat(times.isDue(NOW.plus(Duration.ofHours(1)).plusMillis(1))).isTrue();
        times.changed();
        assertThat(times.isDue(NOW)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0, PT0S", "199, PT0S", "2000, PT10S", "1000000, PT10M"})
    void shouldWriteLargeOnesLessOften(int places, Duration apart) {
        // given
        times.begin(NOW);
        // when
        times.made(places);
        // then
        assertThat(times.mayWait(NOW.plus(apart.dividedBy(2)))).isEqualTo(apart.isPositive());
        assertThat(times.mayWait(NOW.plus(apart))).isFalse();
    }
}
