package io.downlink.orchestrator.work;

import io.downlink.hub.DeviceJobPage;
import io.downlink.hub.HubException;
import io.downlink.hub.HubFailure;
import io.downlink.orchestrator.life.Job;
import io.downlink.orchestrator.life.JobState.ReadingOutcomes;
import io.downlink.orchestrator.life.Life;
import io.downlink.orchestrator.life.Seen;
import io.downlink.orchestrator.outcome.DeviceJobs;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

/**
 * Reads from a hub what jobs came to on each device, and tells it, page by page at the pace that the hub allows. The
 * place of the next page is written in the transaction in which a page is told, so that each device is told once, whatever
 * happens between; but a hub that refuses to go on behind a page is asked from the first one again, and then what was told
 * is told once more, with the same id. What cannot be read again and again is given up, so that the job ends.
 */
public final class OutcomeReader {
    private static final Logger LOGGER = Logger.getLogger(OutcomeReader.class);

    private final JobHub hub;
    private final DeviceJobs deviceJobs;
    private final JobKeeper keeper;
    private final QueryPace pace;
    private final Executor threads;

    /** @param threads where pages are made into records: a page is large, and hubs answer on a thread that serves many */
    public OutcomeReader(JobHub hub, DeviceJobs deviceJobs, JobKeeper keeper, QueryPace pace, Executor threads) {
        this.hub = hub;
        this.deviceJobs = deviceJobs;
        this.keeper = keeper;
        this.pace = pace;
        this.threads = threads;
    }

    /**
     * Reads as many pages as may be read now; none after one that led nowhere, as when another replica works.
     *
     * @param until when no further page is begun
     */
    Uni<Job> readOn(Job job, Instant until) {
        AtomicReference<Job> at = new AtomicReference<>(job);
        return Multi.createBy()
                .repeating()
                .uni(() -> readNext(at.get(), until).invoke(read -> at.set(read.job())))
                .whilst(PageRead::goesOn)
                .collect()
                .last()
                .map(PageRead::job);
    }

    /** @param goesOn whether the next page is read at once */
    private record PageRead(Job job, boolean goesOn) {}

    private Uni<PageRead> readNext(Job job, Instant until) {
        return job.state() instanceof ReadingOutcomes reading && pace.permit(until)
                ? readPage(job, reading).map(read -> new PageRead(read, isFurther(read, reading)))
                : Uni.createFrom().item(new PageRead(job, false));
    }

    /** A page that could not be read is not asked for again at once. */
    private static boolean isFurther(Job job, ReadingOutcomes before) {
        return !job.state().equals(before)
                && job.state() instanceof ReadingOutcomes after
                && after.unreadable() <= before.unreadable()
                && after.restarts() == before.restarts();
    }

    private Uni<Job> readPage(Job job, ReadingOutcomes reading) {
        return pageOf(job, reading)
                .emitOn(threads)
                .chain(page -> tell(job, page))
                .onFailure(OutcomeReader::isNoPage)
                .recoverWithUni(failure -> keeper.see(job, noPage(job, reading, failure)));
    }

    private Uni<DeviceJobPage> pageOf(Job job, ReadingOutcomes reading) {
        String jobId = job.id().jobId();
        return switch (job.request().deviceOutcomes()) {
            case FAILED -> hub.jobs().failedDeviceJobs(jobId, reading.continuation());
            case ALL, NONE -> hub.jobs().deviceJobs(jobId, reading.continuation());
        };
    }

    private static Seen noPage(Job job, ReadingOutcomes reading, Throwable failure) {
        boolean isContinuationRefused = reading.continuation() != null && isRefusal(failure);
        boolean isLast = isContinuationRefused
                ? reading.restarts() + 1 >= Life.RESTARTS_MAX
                : reading.unreadable() + 1 >= Life.UNREADABLE_MAX;
        LOGGER.logf(
                isLast ? Level.ERROR : Level.WARN,
                "devices' outcomes cannot be read, %s jobId=%s hub=%s told=%d reason=%s",
                isLast ? "the job ends and the rest of them is missing" : "it is tried again",
                job.id().jobId(),
                job.id().hub(),
                reading.told(),
                failure.getMessage());
        return isContinuationRefused ? new Seen.ContinuationRefused() : new Seen.PageUnreadable();
    }

    private Uni<Job> tell(Job job, DeviceJobPage page) {
        DeviceJobs.Told told = deviceJobs.of(job.id(), page);
        return keeper.seePage(job, new Seen.PageRead(page.rows().size(), page.continuation(), pace.perMinute()), told);
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
