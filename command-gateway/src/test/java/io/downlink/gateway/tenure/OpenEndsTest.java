package io.downlink.gateway.tenure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenEndsTest {
    private static final long LANE = 1;
    private static final long OTHER = 2;

    private final OpenEnds ends = new OpenEnds();
    private final List<Long> called = new ArrayList<>();

    @Test
    void shouldWaitForEveryEarlierEndOfTheLane() {
        // given
        ends.begin(LANE, 3);
        ends.begin(LANE, 4);
        call(LANE, 5);
        // when
        ends.end(LANE, 4);
        // then
        assertThat(called).isEmpty();
        ends.end(LANE, 3);
        assertThat(called).containsExactly(5L);
    }

    @Test
    void shouldNotWaitForLaterOnesOrOtherLanes() {
        // given
        ends.begin(LANE, 6);
        ends.begin(OTHER, 3);
        // when
        call(LANE, 5);
        // then
        assertThat(called).containsExactly(5L);
    }

    @Test
    void shouldNotWaitAgainForAnEndThatIsKnown() {
        // given
        ends.begin(LANE, 3);
        ends.end(LANE, 3);
        ends.end(LANE, 3);
        // when
        call(LANE, 5);
        // then
        assertThat(called).containsExactly(5L);
    }

    @Test
    void shouldForgetWhoDoesNotWaitAnyMore() {
        // given
        ends.begin(LANE, 3);
        ends.noneBefore(LANE, 5).subscribe().with(_ -> called.add(5L)).cancel();
        call(LANE, 6);
        // when
        ends.end(LANE, 3);
        // then
        assertThat(called).containsExactly(6L);
    }

    @Test
    void shouldLetEverybodyGoOnWhenThePartitionGoes() {
        // given
        ends.begin(LANE, 3);
        call(LANE, 5);
        // when
        ends.drop();
        // then
        ends.begin(LANE, 6);
        call(LANE, 7);
        assertThat(called).containsExactly(5L, 7L);
    }

    private void call(long lane, long offset) {
        ends.noneBefore(lane, offset).subscribe().with(_ -> called.add(offset));
    }
}
