package io.downlink.orchestrator.work;

import io.downlink.hub.JobSnapshot;
import io.downlink.hub.JobStatus;
import io.downlink.orchestrator.life.Job;
import io.downlink.orchestrator.life.JobState.InHub;
import io.downlink.orchestrator.life.Seen;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Follows what a hub has: one list for all that runs, and a question for each that is not on it. */
final class RunningJobs {
    private final HubWork work;
    private final LookInterval interval;

    RunningJobs(HubWork work, LookInterval interval) {
        this.work = work;
        this.interval = interval;
    }

    Multi<Job> look() {
        List<Job> inHub = work.that(job -> job.state() instanceof InHub);
        return inHub.isEmpty() || !interval.isDue(inHub)
                ? Multi.createFrom().empty()
                : running().onItem().transformToMulti(running -> HubWork.each(inHub, job -> look(job, running)));
    }

    private Uni<Map<String, JobSnapshot>> running() {
        return work.hub()
                .jobs()
                .jobs(JobStatus.RUNNING)
                .collect()
                .asMap(JobSnapshot::jobId, Function.identity(), (first, _) -> first)
                .invoke(_ -> {
                    interval.made();
                    work.contact().answered();
                });
    }

    private Uni<Job> look(Job job, Map<String, JobSnapshot> running) {
        JobSnapshot listed = running.get(job.id().jobId());
        return listed == null ? work.ask(job) : work.see(job, new Seen.InTheHub(listed));
    }
}
