package io.downlink.orchestrator.work;

import io.downlink.hub.DeviceJobPage;
import io.downlink.hub.HubException;
import io.downlink.hub.HubFailure;
import io.downlink.orchestrator.life.Job;
import io.downlink.orchestrator.life.JobState.ReadingOutcomes;
import io.downlink.orchestrator.life.Seen;
import io.downlink.orchestrator.outcome.DeviceJobs;
import io.smallrye.mutiny.Uni;

/**
 * Reads from a hub what jobs came to on each device, and tells it, page by page at the pace that the hub allows. The place
 * of the next page is written when a page is told: after a crash a page may be told twice, with the same event ids.
 */
public final class OutcomeReader {
    private final JobHub hub;
    private final DeviceJobs deviceJobs;
    private final JobKeeper keeper;
    private final QueryPace pace;

    public OutcomeReader(JobHub hub, DeviceJobs deviceJobs, JobKeeper keeper, QueryPace pace) {
        this.hub = hub;
        this.deviceJobs = deviceJobs;
        this.keeper = keeper;
        this.pace = pace;
    }

    /** Reads as many pages as may be read now, and none after one that led nowhere: another replica works then. */
    Uni<Job> readOn(Job job) {
        return job.state() instanceof ReadingOutcomes reading && pace.permit()
                ? readPage(job, reading)
                        .chain(read -> read.equals(job) ? Uni.createFrom().item(job) : readOn(read))
                : Uni.createFrom().item(job);
    }

    private Uni<Job> readPage(Job job, ReadingOutcomes reading) {
        return hub.jobs()
                .deviceJobs(job.id().jobId(), reading.continuation())
                .chain(page -> tell(job, page))
                .onFailure(failure -> reading.continuation() != null && isRefusal(failure))
                .recoverWithItem(new Seen.ContinuationRefused())
                .chain(seen -> keeper.see(job, seen));
    }

    private Uni<Seen> tell(Job job, DeviceJobPage page) {
        return deviceJobs
                .publish(job.id(), page, job.request().deviceOutcomes())
                .map(told -> new Seen.PageTold(page.rows().size(), told, page.continuation(), pace.perMinute()));
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof HubException exception && exception.failure() instanceof HubFailure.Refused;
    }
}
