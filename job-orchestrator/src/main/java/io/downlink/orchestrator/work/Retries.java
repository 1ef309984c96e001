package io.downlink.orchestrator.work;

import io.downlink.hub.DeviceJobPage;
import io.downlink.hub.HubException;
import io.downlink.hub.HubFailure;
import io.downlink.orchestrator.life.FollowUps;
import io.downlink.orchestrator.life.Job;
import io.downlink.orchestrator.life.JobState.Retrying;
import io.downlink.orchestrator.life.Life;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a hub on which devices jobs failed, page by page at the pace that the hub allows, and begins the jobs that try
 * these again, in the one transaction in which the job ends. What was read stands in memory alone: after a crash it is read
 * anew, from the first page.
 */
final class Retries {
    private static final Logger LOGGER = Logger.getLogger(Retries.class);

    private final JobHub hub;
    private final JobKeeper keeper;
    private final QueryPace pace;
    private final Clock clock;
    /** Where the reading is; none of a job that has ended. */
    private final Map<Job, Reading> readings = new ConcurrentHashMap<>();

    Retries(JobHub hub, JobKeeper keeper, QueryPace pace, Clock clock) {
        this.hub = hub;
        this.keeper = keeper;
        this.pace = pace;
        this.clock = clock;
    }

    /**
     * Reads as many pages as may be read now; none after one that led nowhere.
     *
     * @param until when no further page is begun
     */
    Uni<Job> readOn(Job job, Instant until) {
        return Multi.createBy()
                .repeating()
                .uni(() -> readNext(job, until))
                .whilst(PageRead::goesOn)
                .collect()
                .last()
                .map(PageRead::job);
    }

    /** @param goesOn whether the next page is read at once */
    private record PageRead(Job job, boolean goesOn) {}

    private Uni<PageRead> readNext(Job job, Instant until) {
        return job.state() instanceof Retrying && pace.permit(until)
                ? readPage(job, readings.getOrDefault(job, Reading.NONE))
                : Uni.createFrom().item(new PageRead(job, false));
    }

    private Uni<PageRead> readPage(Job job, Reading reading) {
        return hub.jobs()
                .failedDeviceJobs(job.id().jobId(), reading.continuation())
                .chain(page -> read(job, reading.with(page)))
                .onFailure(Retries::isNoPage)
                .recoverWithUni(failure -> unreadable(job, reading.unreadable() + 1, failure));
    }

    private Uni<PageRead> read(Job job, Reading reading) {
        if (reading.continuation() == null) {
            return followUp(job, reading.deviceIds());
        }
        readings.put(job, reading);
        return Uni.createFrom().item(new PageRead(job, true));
    }

    /** Begins at the first page again, with the next tick; not for ever. */
    private Uni<PageRead> unreadable(Job job, int times, Throwable failure) {
        if (times < Life.UNREADABLE_MAX) {
            readings.put(job, new Reading(Set.of(), null, times));
            return Uni.createFrom().item(new PageRead(job, false));
        }
        LOGGER.errorf(
                "failed devices cannot be read, they are not tried again jobId=%s hub=%s reason=%s",
                job.id().jobId(), job.id().hub(), failure.getMessage());
        return followUp(job, Set.of());
    }

    private Uni<PageRead> followUp(Job job, Set<String> deviceIds) {
        return keeper.branch(job, FollowUps.of(job, List.copyOf(deviceIds), clock.instant()))
                .invoke(_ -> readings.remove(job))
                .map(ended -> new PageRead(ended, false));
    }

    /** An answer that may be the same every time, as against none. */
    private static boolean isNoPage(Throwable failure) {
        return failure instanceof HubException exception
                && (exception.failure() instanceof HubFailure.Refused
                        || exception.failure() instanceof HubFailure.AnswerUnreadable);
    }

    /**
     * @param continuation of the next page, null for the first, and where none is left
     * @param unreadable how many answers could not be read, or were refusals
     */
    private record Reading(Set<String> deviceIds, @Nullable String continuation, int unreadable) {
        static final Reading NONE = new Reading(Set.of(), null, 0);

        /** A device is read once, however often it stands there. */
        Reading with(DeviceJobPage page) {
            Set<String> ids = new LinkedHashSet<>(deviceIds);
            page.rows().forEach(row -> ids.add(row.deviceId()));
            return new Reading(ids, page.continuation(), unreadable);
        }
    }
}
