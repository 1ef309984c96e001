package io.downlink.emulator.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.downlink.emulator.hub.Timers.Timer;
import io.downlink.emulator.jobs.JobThread;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MovableTimeTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final JobThread thread = new JobThread();
    private final MovableTime time =
            new MovableTime(Clock.fixed(START, ZoneOffset.UTC), "test-timers", thread::awaitIdle);
    private final List<String> seen = new ArrayList<>();

    @AfterEach
    void end() {
        time.close();
        thread.close();
    }

    @Test
    void shouldTellWhatItsBaseTellsAndHowFarItWasMoved() {
        // when
        time.advance(Duration.ofHours(1));
        time.advance(Duration.ofMinutes(1));

        // then
        assertThat(time.instant()).isEqualTo(START.plusSeconds(3660));
        assertThat(time.ahead()).isEqualTo(Duration.ofMinutes(61));
    }

    @Test
    void shouldGoOnAfterATimerThatEndsWithAnError() {
        // given
        time.after(Duration.ZERO, () -> {
            throw new AssertionError("of a timer");
        });
        List<String> next = new CopyOnWriteArrayList<>();

        // when
        time.after(Duration.ZERO, () -> next.add("ran"));

        // then
        await().untilAsserted(() -> assertThat(next).containsExactly("ran"));
    }

    @Test
    void shouldRunWhatIsDueOnTheWayWithTheClockAtItsDueTime() {
        // given
        time.after(Duration.ofDays(2), () -> note("day 2"));
        time.after(Duration.ofMinutes(1), () -> note("minute 1"));
        time.after(Duration.ofDays(8), () -> note("never"));
        time.after(Duration.ofHours(1), () -> note("hour 1"));

        // when
        int ran = time.advance(Duration.ofDays(7));

        // then
        assertThat(seen)
                .containsExactly(
                        "minute 1 at 2026-01-01T00:01:00Z",
                        "hour 1 at 2026-01-01T01:00:00Z",
                        "day 2 at 2026-01-03T00:00:00Z");
        assertThat(ran).isEqualTo(3);
        assertThat(time.instant()).isEqualTo(START.plus(Duration.ofDays(7)));
    }

    @Test
    void shouldRunWhatATimerSetsWhenThatIsDueOnTheWayToo() {
        // given
        time.after(Duration.ofMinutes(1), this::everyMinute);

        // when
        time.advance(Duration.ofMinutes(3));

        // then
        assertThat(seen)
                .containsExactly(
                        "tick at 2026-01-01T00:01:00Z", "tick at 2026-01-01T00:02:00Z", "tick at 2026-01-01T00:03:00Z");
    }

    @Test
    void shouldShowTheDueTimeToWhatATimerSetsGoingOnAnotherThread() {
        // given
        time.after(Duration.ofMinutes(1), () -> thread.execute(() -> thread.execute(() -> note("work"))));
        time.after(Duration.ofMinutes(2), () -> note("timer"));

        // when
        time.advance(Duration.ofHours(1));

        // then
        assertThat(seen).containsExactly("work at 2026-01-01T00:01:00Z", "timer at 2026-01-01T00:02:00Z");
    }

    @Test
    void shouldNotRunATimerThatAnEarlierOneCancels() {
        // given
        Timer late = time.after(Duration.ofMinutes(2), () -> note("late"));
        time.after(Duration.ofMinutes(1), late::cancel);

        // when
        time.advance(Duration.ofHours(1));

        // then
        assertThat(seen).isEmpty();
    }

    @Test
    void shouldGoOnWhenATimerFails() {
        // given
        time.after(Duration.ofMinutes(1), () -> {
            throw new IllegalStateException("a defect");
        });
        time.after(Duration.ofMinutes(2), () -> note("next"));

        // when
        time.advance(Duration.ofHours(1));

        // then
        assertThat(seen).containsExactly("next at 2026-01-01T00:02:00Z");
    }

    @Test
    void shouldRefuseToGoBackOrTooFar() {
        assertThatThrownBy(() -> time.advance(Duration.ofNanos(-1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> time.advance(MovableTime.ADVANCE_MAX.plusNanos(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(time.instant()).isEqualTo(START);
    }

    @Test
    void shouldRunTimersByItselfWhenItsBaseGoesOn() {
        // given
        AtomicInteger ran = new AtomicInteger();
        try (MovableTime running = new MovableTime(Clock.systemUTC(), "test-timers", () -> {})) {
            running.advance(Duration.ofDays(1));

            // when
            running.after(Duration.ofHours(1), ran::incrementAndGet);
            running.after(Duration.ofMillis(1), ran::incrementAndGet);
            running.after(Duration.ZERO, ran::incrementAndGet);
            running.after(Duration.ofMillis(-1), ran::incrementAndGet);

            // then
            await().untilAsserted(() -> assertThat(ran).hasValue(3));
        }
    }

    private void everyMinute() {
        note("tick");
        time.after(Duration.ofMinutes(1), this::everyMinute);
    }

    private synchronized void note(String what) {
        seen.add(what + " at " + time.instant());
    }
}
