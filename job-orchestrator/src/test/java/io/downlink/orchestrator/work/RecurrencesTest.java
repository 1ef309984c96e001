package io.downlink.orchestrator.work;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.hub.JobSnapshot.DeviceCounts;
import io.downlink.hub.JobStatus;
import io.downlink.orchestrator.world.Bench;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Jobs that are run again and again; it is 09:00 UTC on 1 December when they are asked for. */
class RecurrencesTest {
    private static final String HOURLY = ", \"recurrence\": {\"cron\": \"30 * * * *\"}";

    private final Bench bench = new Bench();

    @Test
    void shouldTellTheNextTimeAndDoNothingBeforeIt() {
        // when
        bench.schedule("a", HOURLY);
        bench.clock.pass(Duration.ofMinutes(29));
        bench.tick();
        // then
        assertThat(bench.happened()).containsExactly("state recurring a", "event recurring a", "acknowledged");
        assertThat(last().path("nextRun").asText()).isEqualTo("2026-12-01T09:30:00Z");
    }

    @Test
    void shouldBeginARunAndTellTheNextTimeInOneStep() {
        // given
        bench.schedule("a", HOURLY);
        bench.clock.pass(Duration.ofMinutes(30));
        bench.happened();
        // when
        bench.tick();
        // then
        assertThat(bench.happened())
                .startsWith(
                        "state recurring a",
                        "state kept a-20261201T0930Z",
                        "event recurring a",
                        "event accepted a-20261201T0930Z")
                .contains("event scheduled a-20261201T0930Z");
        assertThat(last().path("runOf").asText()).isEqualTo("a");
    }

    @Test
    void shouldSkipATimeWhileARunHasNotEndedAndSaySo() {
        // given
        bench.schedule("a", HOURLY);
        bench.clock.pass(Duration.ofMinutes(30));
        bench.tick();
        bench.happened();
        // when
        bench.clock.pass(Duration.ofHours(1));
        bench.tick();
        // then
        assertThat(bench.happened())
                .containsSubsequence("state recurring a", "event skipped a", "event recurring a")
                .noneMatch(line -> line.startsWith("PUT"));
        JsonNode skipped = bench.told.get(bench.told.size() - 2);
        assertThat(skipped.path("scheduledFor").asText()).isEqualTo("2026-12-01T10:30:00Z");
        assertThat(skipped.path("detail").asText()).isEqualTo("a-20261201T0930Z has not ended.");
        // when
        bench.hub.goesOn("a-20261201T0930Z", JobStatus.COMPLETED, new DeviceCounts(1, 1, 0, 0, 0));
        bench.tick();
        bench.clock.pass(Duration.ofHours(1));
        bench.tick();
        // then
        assertThat(bench.hub.jobIds()).containsExactly("a-20261201T0930Z", "a-20261201T1130Z");
    }

    @Test
    void shouldRunTheLatestTimeAloneAfterAStandstill() {
        // given
        bench.schedule("a", HOURLY);
        // when
        bench.clock.pass(Duration.ofHours(5));
        bench.takeOver();
        bench.tick();
        bench.tick();
        // then
        assertThat(bench.hub.jobIds()).containsExactly("a-20261201T1330Z");
        assertThat(bench.happened()).containsOnlyOnce("event skipped a");
    }

    @Test
    void shouldBeginNoRunTwiceAfterATakeOver() {
        // given
        bench.schedule("a", HOURLY);
        bench.clock.pass(Duration.ofMinutes(30));
        bench.tick();
        // when
        bench.takeOver();
        bench.happened();
        bench.tick();
        // then
        assertThat(bench.happened()).doesNotContain("state kept a-20261201T0930Z");
        assertThat(bench.hub.jobIds()).containsExactly("a-20261201T0930Z");
    }

    @Test
    void shouldRunNoMoreWhenItIsTakenBack() {
        // given
        bench.schedule("a", HOURLY);
        bench.cancel("a");
        // when
        bench.clock.pass(Duration.ofHours(2));
        bench.tick();
        // then
        assertThat(bench.happened()).contains("event cancelled a").noneMatch(line -> line.startsWith("PUT"));
    }

    @Test
    void shouldRefuseATimeThatNeverComesAndAStartTimeBesides() {
        // when
        bench.schedule("a", ", \"startTime\": \"2026-12-01T10:00:00Z\", \"recurrence\": {\"cron\": \"0 0 31 2 *\"}");
        // then
        assertThat(last().path("event").asText()).isEqualTo("invalid");
        assertThat(last().path("problems"))
                .extracting(problem -> problem.path("field").asText())
                .containsExactlyInAnyOrder("startTime", "recurrence.cron");
    }

    private JsonNode last() {
        return bench.told.getLast();
    }
}
