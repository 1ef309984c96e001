package io.downlink.orchestrator.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.orchestrator.world.MovedClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LastMinuteTest {
    private final MovedClock clock = new MovedClock();
    private final LastMinute calls = new LastMinute(clock);

    @Test
    void shouldCountWhatHappenedWithinAMinuteAndForgetTheRest() {
        calls.add(2);
        clock.pass(Duration.ofSeconds(59));
        calls.add(1);
        assertThat(calls.total()).isEqualTo(3);
        clock.pass(Duration.ofSeconds(1));
        assertThat(calls.total()).isEqualTo(1);
        clock.pass(Duration.ofHours(1));
        assertThat(calls.total()).isZero();
    }
}
