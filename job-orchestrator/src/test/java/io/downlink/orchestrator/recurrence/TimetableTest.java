package io.downlink.orchestrator.recurrence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.downlink.contracts.jobs.Recurrence;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimetableTest {

    @Test
    void shouldRunAtTheTimeOfTheZoneInSummerAndWinter() {
        assertThat(times("0 3 * * *", "Europe/Berlin", "2026-10-23T12:00:00Z", 3))
                .containsExactly("2026-10-24T01:00:00Z", "2026-10-25T02:00:00Z", "2026-10-26T02:00:00Z");
    }

    @Test
    void shouldRunATimeThatIsMissingWhenClocksArePutForward() {
        // given: on 29 March 2026 there is no 02:30 in Berlin; clocks go from 02:00 to 03:00 at 01:00 UTC
        assertThat(times("30 2 * * *", "Europe/Berlin", "2026-03-27T12:00:00Z", 4))
                .containsExactly(
                        "2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z", "2026-03-31T00:30:00Z");
    }

    @Test
    void shouldRunATimeThatComesTwiceOnce() {
        // given: on 25 October 2026 it is 02:30 in Berlin at 00:30 and at 01:30 UTC
        assertThat(times("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", 2))
                .containsExactly("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
    }

    @Test
    void shouldGoOnEveryHalfHourOverBothChanges() {
        assertThat(times("*/30 * * * *", "Europe/Berlin", "2026-03-29T00:15:00Z", 4))
                .containsExactly(
                        "2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z", "2026-03-29T02:00:00Z");
        assertThat(times("*/30 * * * *", "Europe/Berlin", "2026-10-25T00:15:00Z", 4))
                .containsExactly(
                        "2026-10-25T00:30:00Z", "2026-10-25T01:00:00Z", "2026-10-25T01:30:00Z", "2026-10-25T02:00:00Z");
    }

    @Test
    void shouldTellTheLastOfTheTimesThatPassed() {
        // given
        Timetable hourly = timetable("0 * * * *", "UTC");
        Instant first = Instant.parse("2026-12-01T09:00:00Z");
        // then
        assertThat(hourly.latest(first, first)).isEqualTo(first);
        assertThat(hourly.latest(first, first.plusSeconds(3599))).isEqualTo(first);
        assertThat(hourly.latest(first, first.plusSeconds(2 * 3600))).isEqualTo(first.plusSeconds(2 * 3600));
    }

    @ParameterizedTest
    @ValueSource(strings = {"every day", "* * * *", "61 * * * *", "0 0 31 2 *", "0 0 0 * * *"})
    void shouldRefuseWhatIsNoTime(String cron) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> timetable(cron, "UTC"))
                .withMessageMatching("(?s).+");
    }

    private static List<String> times(String cron, String zone, String from, int number) {
        Timetable timetable = timetable(cron, zone);
        return Stream.iterate(timetable.after(Instant.parse(from)), timetable::after)
                .limit(number)
                .map(Instant::toString)
                .toList();
    }

    private static Timetable timetable(String cron, String zone) {
        return Timetable.of(new Recurrence(cron, ZoneId.of(zone)));
    }
}
