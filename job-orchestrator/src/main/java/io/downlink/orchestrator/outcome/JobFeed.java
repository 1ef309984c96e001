package io.downlink.orchestrator.outcome;

import io.downlink.contracts.jobs.JobEvent;
import io.downlink.contracts.jobs.JobId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;

/** Events about jobs, for those who listen in this process while they are told. */
public final class JobFeed {
    private volatile BroadcastProcessor<JobEvent> told = BroadcastProcessor.create();

    /** May be called from any thread. */
    synchronized void tell(JobEvent event) {
        told.onNext(event);
    }

    /** Another replica works from now on, and tells it: for those who listen here now all is over. */
    public synchronized void end() {
        BroadcastProcessor<JobEvent> ended = told;
        told = BroadcastProcessor.create();
        ended.onComplete();
    }

    /** What is told of a job from now on, as long as this replica works; who is slow hears the latest. */
    public Multi<JobEvent> about(JobId job) {
        return Multi.createFrom()
                .deferred(() -> told)
                .select()
                .where(event -> event.about().id().equals(job))
                .onOverflow()
                .dropPreviousItems();
    }
}
