package io.downlink.orchestrator.work;

import io.downlink.contracts.jobs.JobEvent;
import io.downlink.contracts.jobs.JobEvent.About;
import io.downlink.contracts.jobs.JobEvent.Cause;
import io.downlink.contracts.jobs.JobRequest.Schedule;
import io.downlink.contracts.jobs.Recurrence;
import io.downlink.contracts.requests.RequestMeta;
import io.downlink.orchestrator.life.Causes;
import io.downlink.orchestrator.life.Job;
import io.downlink.orchestrator.life.JobState;
import io.downlink.orchestrator.life.Life;
import io.downlink.orchestrator.recurrence.Timetable;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Instant;

/** Takes on requests for jobs. */
public final class Accepting {
    private final JobKeeper keeper;
    private final Hubs hubs;
    private final Nudges nudges;
    private final Clock clock;

    public Accepting(JobKeeper keeper, Hubs hubs, Nudges nudges, Clock clock) {
        this.keeper = keeper;
        this.hubs = hubs;
        this.nudges = nudges;
        this.clock = clock;
    }

    /**
     * Keeps a job until its time has come and a slot is free. A repeat, the same request with an id that is known,
     * changes nothing and is not told again; another request with a known id has failed.
     *
     * @return ends when what came of it is in Kafka
     */
    public Uni<Void> accept(Schedule request, RequestMeta meta) {
        if (hubs.find(request.id().hub()).isEmpty()) {
            return fail(request, meta, Causes.hubUnknown(request.id().hub()));
        }
        Job job = new Job(request, meta, begin(request));
        return keeper.inTurn(
                request.id(),
                known -> known.meta().digest().equals(meta.digest())
                        ? Uni.createFrom().voidItem()
                        : fail(request, meta, Causes.idInUse()),
                keeper.begin(job).invoke(nudges::now));
    }

    private JobState begin(Schedule request) {
        Instant now = clock.instant();
        Recurrence recurrence = request.recurrence();
        return recurrence == null
                ? Life.begin(now)
                : new JobState.Recurring(now, Timetable.of(recurrence).after(now));
    }

    private Uni<Void> fail(Schedule request, RequestMeta meta, Cause cause) {
        return keeper.tell(new JobEvent.Failed(About.of(meta, request, clock.instant()), cause, null));
    }
}
