package io.downlink.orchestrator.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.orchestrator.world.MovedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QueryPaceTest {
    private final MovedClock clock = new MovedClock();
    private final QueryPace pace = new QueryPace(20, clock);

    @Test
    void shouldPermitWhatWasSavedUpAndThenOneAtATime() {
        assertThat(permitted()).isEqualTo(6);
        clock.pass(Duration.ofSeconds(3));
        assertThat(permitted()).isEqualTo(1);
    }

    @Test
    void shouldPermitNothingToWhoHasNoTimeLeft() {
        assertThat(pace.permit(clock.instant())).isFalse();
        assertThat(permitted()).isEqualTo(6);
    }

    @Test
    void shouldGoOnWhenTheClockIsSetBack() {
        // given
        permitted();
        // when
        clock.pass(Duration.ofHours(-1));
        // then
        assertThat(permitted()).isEqualTo(1);
        clock.pass(Duration.ofSeconds(3));
        assertThat(permitted()).isEqualTo(1);
    }

    private long permitted() {
        return IntStream.range(0, 100).filter(_ -> pace.permit(Instant.MAX)).count();
    }
}
