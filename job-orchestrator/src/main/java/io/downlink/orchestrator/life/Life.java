package io.downlink.orchestrator.life;

import io.downlink.contracts.jobs.DeviceCounts;
import io.downlink.contracts.jobs.JobEvent.Cause;
import io.downlink.contracts.jobs.JobRequest.Schedule;
import io.downlink.hub.HubFailure;
import io.downlink.hub.HubFailure.JobAlreadyExists;
import io.downlink.hub.HubFailure.JobSlotsFull;
import io.downlink.hub.JobSnapshot;
import io.downlink.orchestrator.life.JobState.Ended;
import io.downlink.orchestrator.life.JobState.InHub;
import io.downlink.orchestrator.life.JobState.Kept;
import io.downlink.orchestrator.life.JobState.ReadingOutcomes;
import io.downlink.orchestrator.life.JobState.Recurring;
import io.downlink.orchestrator.life.JobState.Retrying;
import io.downlink.orchestrator.life.JobState.Scheduling;
import io.downlink.orchestrator.life.Step.Then;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a job goes on from where it is, by what was seen of it. What does not fit where it is changes nothing: it was seen
 * before the job went on.
 */
public final class Life {
    /**
     * How long a hub may say that it knows no job of an id before that is believed: it says so for a moment of one just
     * created, and a request may still be on its way.
     */
    public static final Duration UNKNOWN_FOR = Duration.ofSeconds(60);

    /** How many answers in a row about devices' outcomes may be unreadable, or refusals, before a job ends without the rest. */
    public static final int UNREADABLE_MAX = 20;

    /** How many times the reading of devices' outcomes may begin anew, however far it comes, before a job ends without the rest. */
    public static final int RESTARTS_MAX = 20;

    private Life() {}

    /** The first state of a job. */
    public static JobState begin(Instant now) {
        return new Kept(now, false, false, 0);
    }

    public static Step next(Job job, Seen seen, Instant now) {
        return switch (job.state()) {
            case Kept kept -> next(kept, seen, now);
            case Scheduling scheduling -> next(scheduling, seen, now);
            case InHub inHub -> next(inHub, job.request(), seen, now);
            case ReadingOutcomes reading -> Step.to(next(reading, job.request(), seen, now));
            case Retrying retrying -> Step.to(next(retrying, seen, now));
            case Recurring recurring -> Step.to(next(recurring, seen, now));
            case Ended ended -> Step.to(ended);
        };
    }

    private static Step next(Kept kept, Seen seen, Instant now) {
        return switch (seen) {
            case Seen.NotInTheHub _ ->
                new Step(new Scheduling(now, kept.waiting(), false, kept.unanswered(), null), Then.SCHEDULE);
            case Seen.InTheHub _ when kept.offered() -> Step.to(new InHub(now, null, null));
            case Seen.InTheHub _ -> Step.to(failed(now, Causes.idInUse()));
            case Seen.NotSaid(HubFailure failure)
            when !failure.retryable() && !kept.offered() -> Step.to(failed(now, Causes.of(failure)));
            case Seen.NoSlot _ when !kept.waiting() -> Step.to(new Kept(now, true, kept.offered(), kept.unanswered()));
            case Seen.Unwanted _ -> Step.to(new Ended(now, new End.Cancelled()));
            case Seen _ -> Step.to(kept);
        };
    }

    private static Step next(Scheduling scheduling, Seen seen, Instant now) {
        return switch (seen) {
            case Seen.Taken _, Seen.InTheHub _ -> Step.to(new InHub(now, null, null));
            case Seen.NotTaken(JobAlreadyExists _) -> Step.to(new InHub(now, null, null)); // it was free: this is ours
            case Seen.NotTaken(JobSlotsFull _) ->
                new Step(new Scheduling(now, scheduling.waiting(), true, scheduling.unanswered(), null), Then.ASK);
            case Seen.NotTaken(HubFailure failure)
            when !failure.retryable() -> Step.to(failed(now, Causes.of(failure)));
            case Seen.NotInTheHub _
            when scheduling.full() -> Step.to(new Kept(now, true, true, scheduling.unanswered()));
            case Seen.NotInTheHub _ -> Step.to(notInTheHub(scheduling, now));
            case Seen _ -> Step.to(scheduling);
        };
    }

    /** It is kept again once that is believed, and so can be taken back before it is offered again. */
    private static JobState notInTheHub(Scheduling scheduling, Instant now) {
        if (isBelieved(scheduling.unknownSince(), now)) {
            return new Kept(now, scheduling.waiting(), true, scheduling.unanswered() + 1);
        }
        return scheduling.unknownSince() == null
                ? new Scheduling(scheduling.since(), scheduling.waiting(), false, scheduling.unanswered(), now)
                : scheduling;
    }

    private static Step next(InHub inHub, Schedule request, Seen seen, Instant now) {
        return Step.to(
                switch (seen) {
                    case Seen.InTheHub(JobSnapshot snapshot) -> next(inHub, request, snapshot, now);
                    case Seen.NotInTheHub _
                    when isBelieved(inHub.unknownSince(), now) ->
                        failed(now, Causes.unknownToTheHub(), inHub.devices());
                    case Seen.NotInTheHub _
                    when inHub.unknownSince() == null -> new InHub(inHub.since(), inHub.devices(), now);
                    case Seen.TakenBack _ -> new Ended(now, new End.Cancelled());
                    case Seen _ -> inHub;
                });
    }

    private static JobState next(InHub inHub, Schedule request, JobSnapshot snapshot, Instant now) {
        DeviceCounts counts = Snapshots.counts(snapshot);
        return switch (snapshot.status()) {
            case COMPLETED -> {
                DeviceCounts devices = counts == null ? Snapshots.NO_DEVICES : counts;
                End end = new End.Completed(devices, snapshot.startTime(), snapshot.endTime(), List.of());
                yield readOrEnd(end, devices, request, now);
            }
            case FAILED ->
                readOrEnd(
                        new End.Failed(Causes.failedInTheHub(snapshot), counts),
                        counts == null ? Snapshots.NO_DEVICES : counts,
                        request,
                        now);
            case CANCELLED -> cancelled(counts == null ? inHub.devices() : counts, request, now);
            case UNKNOWN, ENQUEUED, QUEUED, SCHEDULED, RUNNING -> {
                boolean counted = counts != null && counts.total() > 0 && !counts.equals(inHub.devices());
                yield counted ? new InHub(now, counts, null) : new InHub(inHub.since(), inHub.devices(), null);
            }
        };
    }

    /** By somebody else, and perhaps when it had begun: then it is not said that it has not run on any device. */
    private static JobState cancelled(@Nullable DeviceCounts devices, Schedule request, Instant now) {
        return devices == null || devices.succeeded() + devices.failed() + devices.running() == 0
                ? new Ended(now, new End.Cancelled())
                : readOrEnd(new End.Failed(Causes.cancelledInTheHub(), devices), devices, request, now);
    }

    private static JobState readOrEnd(End end, DeviceCounts devices, Schedule request, Instant now) {
        return rowsToRead(devices, request) > 0
                ? new ReadingOutcomes(now, end, devices, null, 0, null, 0, 0)
                : retryOrEnd(end, request, now);
    }

    private static int rowsToRead(DeviceCounts devices, Schedule request) {
        return switch (request.deviceOutcomes()) {
            case FAILED -> devices.failed();
            case ALL -> devices.total();
            case NONE -> 0;
        };
    }

    /** Only a job that the hub ended as completed is tried again: what else failed would fail again, or was taken back. */
    private static JobState retryOrEnd(End end, Schedule request, Instant now) {
        return end instanceof End.Completed completed && completed.devices().failed() > 0 && request.retriesLeft() > 0
                ? new Retrying(now, completed)
                : new Ended(now, end);
    }

    private static JobState next(Retrying retrying, Seen seen, Instant now) {
        return seen instanceof Seen.FollowedUp(List<String> jobIds)
                ? new Ended(now, retrying.end().followedBy(jobIds))
                : retrying;
    }

    private static JobState next(Recurring recurring, Seen seen, Instant now) {
        return switch (seen) {
            case Seen.TimeCome(Instant nextRun) -> new Recurring(now, nextRun);
            case Seen.Unwanted _ -> new Ended(now, new End.Cancelled());
            case Seen _ -> recurring;
        };
    }

    private static JobState next(ReadingOutcomes reading, Schedule request, Seen seen, Instant now) {
        return switch (seen) {
            case Seen.PageRead page -> next(reading, request, page, now);
            case Seen.ContinuationRefused _ -> anew(reading, request, now);
            case Seen.PageUnreadable _ -> unreadable(reading, request, now);
            case Seen _ -> reading;
        };
    }

    /** From the first page again. The job ends without the rest where that is so again and again. */
    private static JobState anew(ReadingOutcomes reading, Schedule request, Instant now) {
        int restarts = reading.restarts() + 1;
        return restarts >= RESTARTS_MAX
                ? retryOrEnd(reading.end(), request, now)
                : new ReadingOutcomes(now, reading.end(), reading.devices(), null, 0, null, 0, restarts);
    }

    /** The same page again. The job ends without the rest where that is so again and again. */
    private static JobState unreadable(ReadingOutcomes reading, Schedule request, Instant now) {
        int unreadable = reading.unreadable() + 1;
        return unreadable >= UNREADABLE_MAX
                ? retryOrEnd(reading.end(), request, now)
                : new ReadingOutcomes(
                        now,
                        reading.end(),
                        reading.devices(),
                        reading.continuation(),
                        reading.told(),
                        null,
                        unreadable,
                        reading.restarts());
    }

    private static JobState next(ReadingOutcomes reading, Schedule request, Seen.PageRead page, Instant now) {
        if (page.continuation() == null) {
            return retryOrEnd(reading.end(), request, now);
        }
        int told = reading.told() + page.rows();
        int left = Math.max(0, rowsToRead(reading.devices(), request) - told);
        int pagesLeft = page.rows() == 0 ? 1 : Math.ceilDiv(left, page.rows());
        Instant expected = now.plus(Duration.ofMinutes(pagesLeft).dividedBy(page.queriesPerMinute()));
        return new ReadingOutcomes(
                now, reading.end(), reading.devices(), page.continuation(), told, expected, 0, reading.restarts());
    }

    private static boolean isBelieved(@Nullable Instant unknownSince, Instant now) {
        return unknownSince != null && !now.isBefore(unknownSince.plus(UNKNOWN_FOR));
    }

    private static Ended failed(Instant now, Cause cause) {
        return failed(now, cause, null);
    }

    private static Ended failed(Instant now, Cause cause, @Nullable DeviceCounts devices) {
        return new Ended(now, new End.Failed(cause, devices));
    }
}
