package io.downlink.collector.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatestIdsTest {
    private static final int KEPT = 10_000;

    private final LatestIds latest = new LatestIds(KEPT);

    @Test
    void shouldKnowSoManyOfTheLatest() {
        for (int number = 0; number < 5 * KEPT; number++) {
            assertThat(latest.add("id-" + number)).isTrue();
            assertThat(latest.contains("id-" + Math.max(0, number - KEPT + 1))).isTrue();
        }
    }

    @Test
    void shouldForgetTheOldest() {
        // given
        addUpTo(2 * KEPT);
        // then
        assertThat(latest.contains("id-0")).isFalse();
        assertThat(latest.add("id-0")).isTrue();
    }

    @Test
    void shouldCountWhatComesAgainAmongTheLatest() {
        // given
        addUpTo(KEPT);
        // when
        assertThat(latest.add("id-0")).isFalse();
        for (int number = KEPT; number < 2 * KEPT - 1; number++) {
            latest.add("id-" + number);
        }
        // then
        assertThat(latest.contains("id-0")).isTrue();
        assertThat(latest.contains("id-1")).isFalse();
    }

    @Test
    void shouldTellIdsApartByTheirParts() {
        // when
        latest.add("ab", "c");
        // then
        assertThat(latest.contains("ab", "c")).isTrue();
        assertThat(latest.contains("a", "bc")).isFalse();
        assertThat(latest.contains("abc")).isFalse();
    }

    private void addUpTo(int bound) {
        for (int number = 0; number < bound; number++) {
            latest.add("id-" + number);
        }
    }
}
