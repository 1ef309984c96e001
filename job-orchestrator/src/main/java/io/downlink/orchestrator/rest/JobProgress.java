package io.downlink.orchestrator.rest;

import io.downlink.contracts.jobs.JobEvent;
import io.downlink.orchestrator.life.Job;
import io.downlink.orchestrator.outcome.JobFeed;
import io.downlink.orchestrator.state.Jobs;
import io.smallrye.mutiny.Multi;
import java.util.Optional;

/** How a job goes, for somebody who looks on. */
final class JobProgress {
    private final Jobs jobs;
    private final JobFeed feed;

    JobProgress(Jobs jobs, JobFeed feed) {
        this.jobs = jobs;
        this.feed = feed;
    }

    /**
     * The latest event about a job, and those that follow, up to its end, or until another replica works. One may come twice;
     * none is missed at the start. Fails with {@link io.downlink.orchestrator.state.StandsByException} where another replica
     * works already.
     */
    Multi<JobEvent> of(Job job) {
        Multi<JobEvent> latest =
                Multi.createFrom().item(() -> jobs.find(job.id()).orElse(job).latest());
        return Multi.createBy()
                .merging()
                .streams(feed.about(job.id()), latest) // in this order: who listens first and looks then misses nothing
                .onItem()
                .transformToMultiAndConcatenate(event -> markEnd(event, job))
                .select()
                .first(Optional::isPresent)
                .map(Optional::orElseThrow);
    }

    /** An end is marked by a place that is empty. What ends another request about the job is not its end. */
    private static Multi<Optional<JobEvent>> markEnd(JobEvent event, Job job) {
        boolean isEnd =
                event.isFinal() && event.about().source().equals(job.meta().source());
        return isEnd
                ? Multi.createFrom().items(Optional.of(event), Optional.empty())
                : Multi.createFrom().item(Optional.of(event));
    }
}
