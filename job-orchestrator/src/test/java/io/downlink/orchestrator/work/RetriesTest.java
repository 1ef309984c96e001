package io.downlink.orchestrator.work;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.hub.DeviceJobPage;
import io.downlink.hub.DeviceJobPage.Row;
import io.downlink.hub.HubFailure;
import io.downlink.hub.HubFailure.Evidence;
import io.downlink.hub.JobSnapshot;
import io.downlink.hub.JobSnapshot.DeviceCounts;
import io.downlink.hub.JobStatus;
import io.downlink.orchestrator.world.Asked;
import io.downlink.orchestrator.world.Bench;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Devices on which a job failed are tried again. */
class RetriesTest {
    private static final String TWICE = ", \"retryFailed\": 2, \"deviceOutcomes\": \"none\"";
    private static final Evidence EVIDENCE = new Evidence("no", null, null);

    private final Bench bench = new Bench();

    @Test
    void shouldReadTheFailedDevicesAndBeginTheNextJobWhenTheFirstEnds() {
        // given
        fails("a", page("1", "d1"), page(null, "d3"));
        // when
        bench.tick();
        // then
        assertThat(bench.happened())
                .containsExactly(
                        "LIST RUNNING",
                        "GET a",
                        "state retrying a",
                        "event progress a",
                        "FAILED a null",
                        "FAILED a 1",
                        "state ended a",
                        "state kept a-retry-1",
                        "event completed a",
                        "event accepted a-retry-1");
        JsonNode end = bench.told.get(bench.told.size() - 2);
        assertThat(end.path("followedBy").path(0).asText()).isEqualTo("a-retry-1");
        assertThat(bench.told.getLast().path("follows").asText()).isEqualTo("a");
        assertThat(bench.told.getLast().path("retry").asInt()).isEqualTo(1);
    }

    @Test
    void shouldTryNoMoreThanTheTimesThatWereAskedFor() {
        // given
        fails("a", page(null, "d1"));
        bench.tick();
        // when
        for (String retry : List.of("a-retry-1", "a-retry-2")) {
            bench.tick();
            ends(retry, page(null, "d1"));
            bench.tick();
        }
        bench.tick();
        // then
        assertThat(bench.hub.jobIds()).containsExactly("a", "a-retry-1", "a-retry-2");
        assertThat(bench.told.getLast().path("event").asText()).isEqualTo("completed");
        assertThat(bench.told.getLast().has("followedBy")).isFalse();
    }

    @Test
    void shouldReadFromTheFirstPageAgainAndBeginOneJobAfterATakeOver() {
        // given: half of it is read
        fails("a", page("1", "d1"), page(null, "d3"));
        bench.hub.neverAnswers("FAILED a 1", new HubFailure.ConnectionLost(EVIDENCE));
        bench.tick();
        assertThat(bench.happened()).contains("FAILED a 1").doesNotContain("event completed a");
        bench.hub.answers("FAILED a 1");
        // when
        bench.takeOver();
        bench.tick();
        // then
        assertThat(bench.happened())
                .contains("FAILED a null", "FAILED a 1", "event completed a")
                .containsOnlyOnce("state kept a-retry-1");
    }

    @Test
    void shouldEndWithoutARetryWhereTheFailedDevicesCanNeverBeRead() {
        // given
        fails("a", page(null, "d1"));
        bench.hub.neverAnswers("FAILED a null", new HubFailure.AnswerUnreadable(EVIDENCE));
        // when
        for (int tick = 0; tick < 25; tick++) {
            bench.tick();
            bench.clock.pass(Duration.ofSeconds(5));
        }
        // then
        assertThat(bench.told.getLast().path("event").asText()).isEqualTo("completed");
        assertThat(bench.hub.jobIds()).containsExactly("a");
    }

    @Test
    void shouldNotTakeBackAJobThatHasRunAndTellOfTheJobsThatFollow() {
        // given
        fails("a", page(null, "d1"));
        bench.hub.neverAnswers("FAILED a null", new HubFailure.ConnectionLost(EVIDENCE));
        bench.tick();
        // when
        bench.cancel("a");
        // then
        assertThat(bench.told.getLast().path("event").asText()).isEqualTo("cancel-refused");
    }

    @Test
    void shouldFailAFollowUpWhoseIdAnotherRequestTook() {
        // given
        bench.schedule("a-retry-1", ", \"startTime\": \"%s\"".formatted(Asked.NOW.plusSeconds(3600)));
        fails("a", page(null, "d1"));
        // when
        bench.tick();
        // then
        assertThat(bench.told.getLast().path("event").asText()).isEqualTo("failed");
        assertThat(bench.told.getLast().path("reason").asText()).isEqualTo("JOB_ID_IN_USE");
        assertThat(bench.told.getLast().path("jobId").asText()).isEqualTo("a-retry-1");
        assertThat(bench.told.getLast().path("follows").asText()).isEqualTo("a");
    }

    private void fails(String jobId, DeviceJobPage... pages) {
        bench.schedule(jobId, TWICE);
        bench.tick();
        ends(jobId, pages);
        bench.happened();
    }

    private void ends(String jobId, DeviceJobPage... pages) {
        bench.hub.goesOn(jobId, JobStatus.COMPLETED, new DeviceCounts(4, 2, 2, 0, 0));
        bench.hub.tells(jobId, List.of(pages));
    }

    /** One device that failed, and one that did not. */
    private static DeviceJobPage page(@Nullable String continuation, String failed) {
        return new DeviceJobPage(List.of(row(failed, "failed"), row("ok-" + failed, "completed")), continuation);
    }

    private static Row row(String deviceId, String status) {
        return new Row("a", deviceId, null, JobSnapshot.Kind.METHOD, status, Asked.NOW, null, null);
    }
}
