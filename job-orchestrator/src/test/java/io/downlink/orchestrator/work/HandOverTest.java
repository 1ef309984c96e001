package io.downlink.orchestrator.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.contracts.jobs.JobId;
import io.downlink.hub.DeviceJobPage;
import io.downlink.hub.DeviceJobPage.DeviceError;
import io.downlink.hub.DeviceJobPage.Row;
import io.downlink.hub.JobSnapshot;
import io.downlink.hub.JobSnapshot.DeviceCounts;
import io.downlink.hub.JobStatus;
import io.downlink.orchestrator.life.End;
import io.downlink.orchestrator.life.Job;
import io.downlink.orchestrator.life.JobState;
import io.downlink.orchestrator.world.Asked;
import io.downlink.orchestrator.world.Bench;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a replica still does when another one takes over the work. */
class HandOverTest {
    private final Bench bench = new Bench();

    @Test
    void shouldLeaveARecordThatWaitsForItsTurnToTheNextOwner() {
        // given: the job is being given to the hub, and the same request is read again
        bench.schedule("a");
        bench.holdAcknowledgements();
        CompletableFuture<?> tick = bench.ticking();
        CompletableFuture<?> repeat = bench.reading("a", Bench.request("a", ", \"context\": 1"));
        bench.happened();
        // when
        bench.jobs.close();
        bench.acknowledgeAgain();
        tick.join();
        repeat.join();
        // then: what was begun ends, and nothing is written over it
        assertThat(bench.happened()).containsExactly("PUT a", "state in-hub a", "event scheduled a");
    }

    @Test
    void shouldNotKeepWhatIsWrittenAfterAnotherReplicaTookOver() {
        // given
        bench.holdAcknowledgements();
        CompletableFuture<?> request = bench.reading("a", Bench.request("a", ""));
        // when
        bench.jobs.close();
        bench.acknowledgeAgain();
        request.join();
        bench.happened();
        bench.tick();
        // then
        assertThat(bench.happened()).isEmpty();
        assertThat(bench.jobs.that(_ -> true)).isEmpty();
    }

    @Test
    void shouldLeaveACancelToTheNextOwner() {
        // given
        bench.schedule("a");
        bench.jobs.close();
        bench.happened();
        // when
        bench.cancel("a");
        // then
        assertThat(bench.happened()).isEmpty();
    }

    @Test
    void shouldReadNoFurtherPageAfterAnotherReplicaTookOver() {
        // given: the first page is being told
        bench.schedule("a");
        bench.tick();
        bench.hub.goesOn("a", JobStatus.COMPLETED, new DeviceCounts(2, 0, 2, 0, 0));
        bench.hub.tells("a", List.of(page("1", "d1"), page(null, "d2")));
        bench.hub.whenAsked("FAILED a null", bench::holdAcknowledgements);
        CompletableFuture<?> tick = bench.ticking();
        assertThat(bench.happened()).endsWith("outcome failed d1", "event progress a");
        // when
        bench.jobs.close();
        bench.acknowledgeAgain();
        tick.join();
        // then
        assertThat(bench.happened()).isEmpty();
    }

    @Test
    void shouldNotWriteOverAnotherReplicasWorkWhenItWorksAgainAndOnlyThenHearsFromTheHub() {
        // given: the hub takes its time to say that it took the job
        bench.schedule("a");
        CompletableFuture<?> answer = bench.hub.holdsAnswersTo("PUT a");
        CompletableFuture<?> tick = bench.ticking();
        assertThat(bench.happened()).endsWith("PUT a");
        // when: another replica carries it to its end meanwhile, and leaves the work to this one
        Job ended = ended(bench.jobs.find(new JobId("default", "a")).orElseThrow());
        bench.takeOver(List.of(ended));
        answer.complete(null);
        tick.join();
        // then
        assertThat(bench.happened()).isEmpty();
        assertThat(bench.jobs.that(_ -> true)).containsExactly(ended);
    }

    @Test
    void shouldLeaveACancelToTheNextReadingThatTheHubRefusesAfterAnotherReplicaEndedTheJob() {
        // given
        bench.schedule("a");
        bench.tick();
        bench.hub.goesOn("a", JobStatus.RUNNING, new DeviceCounts(1, 0, 0, 1, 0));
        CompletableFuture<?> answer = bench.hub.holdsAnswersTo("CANCEL a");
        CompletableFuture<?> cancel = bench.reading("a", "{\"type\": \"cancel\", \"jobId\": \"a\"}");
        // when
        bench.takeOver(List.of(ended(bench.jobs.find(new JobId("default", "a")).orElseThrow())));
        bench.happened();
        answer.complete(null);
        cancel.join();
        // then: neither told nor acknowledged
        assertThat(bench.happened()).isEmpty();
    }

    private static Job ended(Job job) {
        return job.with(new JobState.Ended(Asked.NOW, new End.Cancelled()));
    }

    private static DeviceJobPage page(@Nullable String continuation, String deviceId) {
        return new DeviceJobPage(
                List.of(new Row(
                        "a",
                        deviceId,
                        null,
                        JobSnapshot.Kind.METHOD,
                        "failed",
                        Asked.NOW,
                        null,
                        new DeviceError("DeviceNotOnline", null))),
                continuation);
    }
}
