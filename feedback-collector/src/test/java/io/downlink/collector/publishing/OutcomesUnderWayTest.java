package io.downlink.collector.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutcomesUnderWayTest {
    private final OutcomesUnderWay outcomes = new OutcomesUnderWay();

    @Test
    void shouldHaveWhatIsNotAcknowledged() {
        // given
        outcomes.begins("pump-1", "c-1");
        outcomes.begins("pump-1", "c-1");
        // when
        outcomes.ended("pump-1", "c-1");
        // then
        assertThat(outcomes.has("pump-1", "c-1")).isTrue();
        assertThat(outcomes.has("pump-2", "c-1")).isFalse();
        // when
        outcomes.ended("pump-1", "c-1");
        // then
        assertThat(outcomes.has("pump-1", "c-1")).isFalse();
    }

    @Test
    void shouldHaveWhatWasAcknowledgedWhileItIsWatched() {
        // given
        outcomes.begins("pump-1", "before");
        outcomes.ended("pump-1", "before");
        outcomes.begins("pump-1", "c-1");
        outcomes.watch();
        // when
        outcomes.ended("pump-1", "c-1");
        // then
        assertThat(outcomes.has("pump-1", "c-1")).isTrue();
        assertThat(outcomes.has("pump-1", "before")).isFalse();
        // when
        outcomes.watch();
        // then
        assertThat(outcomes.has("pump-1", "c-1")).isFalse();
    }

    @Test
    void shouldForgetWhenNobodyWatchesAnyMore() {
        // given
        outcomes.watch();
        outcomes.begins("pump-1", "c-1");
        outcomes.ended("pump-1", "c-1");
        // when
        outcomes.watchNoMore();
        // then
        assertThat(outcomes.has("pump-1", "c-1")).isFalse();
    }
}
