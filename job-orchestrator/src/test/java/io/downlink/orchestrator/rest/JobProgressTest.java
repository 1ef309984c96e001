package io.downlink.orchestrator.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.contracts.jobs.JobEvent;
import io.downlink.contracts.jobs.JobId;
import io.downlink.hub.JobSnapshot.DeviceCounts;
import io.downlink.hub.JobStatus;
import io.downlink.orchestrator.state.StandsByException;
import io.downlink.orchestrator.world.Bench;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import org.junit.jupiter.api.Test;

class JobProgressTest {
    private final Bench bench = new Bench();

    @Test
    void shouldTellTheLatestAndAllThatFollowsUpToTheEnd() {
        // given
        bench.schedule("a");
        // when
        AssertSubscriber<String> reader = read("a");
        bench.schedule("b");
        bench.cancel("b");
        bench.schedule("a", ", \"startTime\": \"2026-12-01T10:00:00Z\""); // another request with its id fails
        bench.tick();
        bench.hub.goesOn("a", JobStatus.COMPLETED, new DeviceCounts(1, 1, 0, 0, 0));
        bench.tick();
        // then
        reader.assertCompleted();
        assertThat(reader.getItems()).containsExactly("accepted", "failed", "scheduled", "completed");
    }

    @Test
    void shouldEndAtOnceWhereTheJobHasEnded() {
        // given
        bench.schedule("a");
        bench.cancel("a");
        // when
        AssertSubscriber<String> reader = read("a");
        // then
        reader.assertCompleted();
        assertThat(reader.getItems()).containsExactly("cancelled");
    }

    @Test
    void shouldEndWhenAnotherReplicaWorksAndRefuseWhoComesLater() {
        // given
        bench.schedule("a");
        Multi<JobEvent> progress = progress("a");
        AssertSubscriber<String> reader = read("a");
        // when
        bench.jobs.leave();
        bench.feed.end();
        // then
        reader.assertCompleted();
        assertThat(reader.getItems()).containsExactly("accepted");
        progress.subscribe().withSubscriber(AssertSubscriber.create(10)).assertFailedWith(StandsByException.class);
    }

    private Multi<JobEvent> progress(String jobId) {
        return new JobProgress(bench.jobs, bench.feed)
                .of(bench.jobs.find(new JobId("default", jobId)).orElseThrow());
    }

    private AssertSubscriber<String> read(String jobId) {
        return progress(jobId).map(JobEvent::name).subscribe().withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
    }
}
