package io.downlink.orchestrator.work;

import io.downlink.hub.DeviceJobPage;
import io.downlink.hub.HubException;
import io.downlink.hub.HubFailure;
import io.downlink.orchestrator.life.Job;
import io.downlink.orchestrator.life.JobState.ReadingOutcomes;
import io.downlink.orchestrator.life.Life;
import io.downlink.orchestrator.life.Seen;
import io.downlink.orchestrator.outcome.DeviceJobs;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

/**
 * Reads from a hub what jobs came to on each device, and tells it, page by page at the pace that the hub allows. The place
 * of the next page is written when a page is told: after a crash a page may be told twice, with the same event ids. What cannot
 * be read again and again is given up, so that the job ends.
 */
public final class OutcomeReader {
    private static final Logger LOGGER = Logger.getLogger(OutcomeReader.class);

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

    /** Reads as many pages as may be read now; none after one that led nowhere, as when another replica works. */
    Uni<Job> readOn(Job job) {
        return job.state() instanceof ReadingOutcomes reading && pace.permit()
                ? readPage(job, reading).chain(read -> isFurther(read, reading) ? readOn(read) : item(read))
                : item(job);
    }

    /** A page that could not be read is not asked for again at once. */
    private static boolean isFurther(Job job, ReadingOutcomes before) {
        return !job.state().equals(before)
                && job.state() instanceof ReadingOutcomes after
                && after.unreadable() == before.unreadable();
    }

    private static Uni<Job> item(Job job) {
        return Uni.createFrom().item(job);
    }

    private Uni<Job> readPage(Job job, ReadingOutcomes reading) {
        return hub.jobs()
                .deviceJobs(job.id().jobId(), reading.continuation())
                .chain(page -> tell(job, page))
                .onFailure(OutcomeReader::isNoPage)
                .recoverWithItem(failure -> noPage(job, reading, failure))
                .chain(seen -> keeper.see(job, seen));
    }

    private static Seen noPage(Job job, ReadingOutcomes reading, Throwable failure) {
        boolean isLast = reading.unreadable() + 1 >= Life.UNREADABLE_MAX;
        LOGGER.logf(
                isLast ? Level.ERROR : Level.WARN,
                "devices' outcomes cannot be read, %s jobId=%s hub=%s told=%d reason=%s",
                isLast ? "the job ends and the rest of them is missing" : "it is tried again",
                job.id().jobId(),
                job.id().hub(),
                reading.told(),
                failure.getMessage());
        return reading.continuation() != null && isRefusal(failure)
                ? new Seen.ContinuationRefused()
                : new Seen.PageUnreadable();
    }

    private Uni<Seen> tell(Job job, DeviceJobPage page) {
        return deviceJobs
                .publish(job.id(), page, job.request().deviceOutcomes())
                .map(told -> new Seen.PageTold(page.rows().size(), told, page.continuation(), pace.perMinute()));
    }

    /** An answer that may be the same every time, as against none. */
    private static boolean isNoPage(Throwable failure) {
        return isRefusal(failure)
                || (failure instanceof HubException exception
                        && exception.failure() instanceof HubFailure.AnswerUnreadable);
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof HubException exception && exception.failure() instanceof HubFailure.Refused;
    }
}
