package io.downlink.emulator.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.emulator.hub.Timers.Timer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimerQueueTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final TimerQueue timers = new TimerQueue();
    private final List<String> ran = new ArrayList<>();

    @Test
    void shouldTellTheFirstThatIsDueWhenSetInAnotherOrder() {
        // given
        add("third", 3);
        add("first", 1);
        add("second", 2);

        // when
        pollUntil(2);

        // then
        assertThat(ran).containsExactly("first", "second");
    }

    @Test
    void shouldKeepTheOrderInWhichTheyWereSetWhenDueAtTheSameTime() {
        // given
        List<String> names = List.of("a", "b", "c", "d", "e", "f", "g");
        names.forEach(name -> add(name, 1));

        // when
        pollUntil(1);

        // then
        assertThat(ran).containsExactlyElementsOf(names);
    }

    @Test
    void shouldRunNothingThatWasCancelled() {
        // given
        Timer cancelled = add("cancelled", 1);
        add("kept", 2);

        // when
        cancelled.cancel();
        cancelled.cancel();
        pollUntil(2);

        // then
        assertThat(ran).containsExactly("kept");
    }

    @Test
    void shouldLetGoOfCancelledTimersLongBeforeTheyAreDue() {
        // when
        for (int i = 0; i < 1_000_000; i++) {
            add("cancelled", 30).cancel();
        }
        add("kept", 30);

        // then
        assertThat(timers.size()).isLessThan(10_000);
        pollUntil(30);
        assertThat(ran).containsExactly("kept");
    }

    private Timer add(String name, long seconds) {
        return timers.add(NOW.plusSeconds(seconds), () -> ran.add(name));
    }

    private void pollUntil(long seconds) {
        Instant until = NOW.plusSeconds(seconds);
        for (var next = timers.poll(until); next != null; next = timers.poll(until)) {
            next.fire();
        }
    }
}
