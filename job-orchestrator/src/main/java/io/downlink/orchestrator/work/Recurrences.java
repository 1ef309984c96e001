package io.downlink.orchestrator.work;

import io.downlink.contracts.jobs.JobEvent;
import io.downlink.contracts.jobs.JobEvent.About;
import io.downlink.contracts.jobs.Origin;
import io.downlink.contracts.jobs.Recurrence;
import io.downlink.orchestrator.life.Branch;
import io.downlink.orchestrator.life.Job;
import io.downlink.orchestrator.life.JobState.Ended;
import io.downlink.orchestrator.life.JobState.Recurring;
import io.downlink.orchestrator.life.Life;
import io.downlink.orchestrator.life.Seen;
import io.downlink.orchestrator.recurrence.Timetable;
import io.downlink.orchestrator.state.Jobs;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Begins the runs of recurring jobs when their times have come. */
final class Recurrences {
    private static final DateTimeFormatter RUN =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmm'Z'").withZone(ZoneOffset.UTC);

    private final Jobs jobs;
    private final JobKeeper keeper;
    private final Clock clock;

    Recurrences(Jobs jobs, JobKeeper keeper, Clock clock) {
        this.jobs = jobs;
        this.keeper = keeper;
        this.clock = clock;
    }

    /** Carries a recurring job on if its time has come. */
    Uni<Job> run(Job job) {
        return job.state() instanceof Recurring recurring
                        && !recurring.nextRun().isAfter(clock.instant())
                ? keeper.branch(job, branch(job, recurring.nextRun()))
                : Uni.createFrom().item(job);
    }

    /** One run, for the latest of the times that have passed, unless an earlier run is still under way. */
    private Branch branch(Job job, Instant first) {
        Instant now = clock.instant();
        Recurrence recurrence = Objects.requireNonNull(job.request().recurrence());
        Timetable timetable = Timetable.of(recurrence);
        Instant due = timetable.latest(first, now);
        About about = About.of(job.meta(), job.request(), now);
        List<JobEvent> told = new ArrayList<>();
        if (due.isAfter(first)) {
            told.add(new JobEvent.Skipped(
                    about,
                    first,
                    "It passed while no orchestrator worked, as did all others before %s.".formatted(due)));
        }
        Optional<Job> underWay = underWay(job);
        underWay.ifPresent(run -> told.add(new JobEvent.Skipped(
                about, due, "%s has not ended.".formatted(run.id().jobId()))));
        return new Branch(
                new Seen.TimeCome(timetable.after(due)),
                underWay.isPresent() ? List.of() : List.of(runOf(job, due, now)),
                told);
    }

    /** A run, or a retry of one. */
    private Optional<Job> underWay(Job job) {
        return jobs
                .that(other -> other.id().hub().equals(job.id().hub())
                        && job.id().jobId().equals(other.request().origin().runOf())
                        && !(other.state() instanceof Ended))
                .stream()
                .findFirst();
    }

    private static Job runOf(Job job, Instant due, Instant now) {
        String jobId = job.id().jobId();
        return new Job(
                job.request().again(jobId + "-" + RUN.format(due), job.request().queryCondition(), Origin.runOf(jobId)),
                job.meta(),
                Life.begin(now));
    }
}
