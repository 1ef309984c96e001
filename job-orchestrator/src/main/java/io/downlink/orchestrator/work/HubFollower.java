package io.downlink.orchestrator.work;

import io.downlink.hub.HubException;
import io.downlink.hub.JobSnapshot;
import io.downlink.hub.JobStatus;
import io.downlink.orchestrator.life.Job;
import io.downlink.orchestrator.life.JobState.Ended;
import io.downlink.orchestrator.life.JobState.InHub;
import io.downlink.orchestrator.life.JobState.Kept;
import io.downlink.orchestrator.life.JobState.ReadingOutcomes;
import io.downlink.orchestrator.life.JobState.Scheduling;
import io.downlink.orchestrator.life.Seen;
import io.downlink.orchestrator.state.Jobs;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Follows the jobs of one hub: what runs, what is open, what is next, and what jobs that have run came to. */
public final class HubFollower {
    private static final Logger LOGGER = Logger.getLogger(HubFollower.class);

    /** As long as IoT Hub keeps a job itself. */
    static final Duration FORGOTTEN_AFTER = Duration.ofDays(30);

    private final JobHub hub;
    private final Jobs jobs;
    private final JobKeeper keeper;
    private final OutcomeReader outcomes;
    private final HubContact contact;
    private final Clock clock;

    public HubFollower(JobHub hub, Jobs jobs, JobKeeper keeper, OutcomeReader outcomes, Clock clock) {
        this.hub = hub;
        this.jobs = jobs;
        this.keeper = keeper;
        this.outcomes = outcomes;
        this.contact = new HubContact(hub.name());
        this.clock = clock;
    }

    /**
     * Looks at the jobs with every tick, and carries each on; while no job is in the hub, or due, the hub is not asked.
     *
     * @return the jobs that were looked at, as they then stand
     */
    public Multi<Job> follow(Multi<?> ticks) {
        return ticks.onOverflow()
                .dropPreviousItems() // a look that takes longer than a tick is followed by one, not by many
                .onItem()
                .transformToMultiAndConcatenate(_ -> look());
    }

    private Multi<Job> look() {
        return Multi.createBy()
                .concatenating()
                .streams(
                        part(this::followRunning),
                        part(this::settle),
                        part(this::offer),
                        part(this::readOutcomes),
                        part(this::forget));
    }

    /** One list for all that run, and a question for each that is not on it. */
    private Multi<Job> followRunning() {
        List<Job> inHub = mine(job -> job.state() instanceof InHub);
        return inHub.isEmpty()
                ? Multi.createFrom().empty()
                : running().onItem().transformToMulti(running -> each(inHub, job -> look(job, running)));
    }

    private Uni<Map<String, JobSnapshot>> running() {
        return hub.jobs()
                .jobs(JobStatus.RUNNING)
                .collect()
                .asMap(JobSnapshot::jobId, Function.identity(), (first, _) -> first)
                .invoke(_ -> contact.answered());
    }

    private Uni<Job> look(Job job, Map<String, JobSnapshot> running) {
        JobSnapshot listed = running.get(job.id().jobId());
        return listed == null ? ask(job) : keeper.see(job, new Seen.InTheHub(listed));
    }

    /** Jobs of which it is open whether the hub took them. */
    private Multi<Job> settle() {
        return each(mine(job -> job.state() instanceof Scheduling), this::ask);
    }

    /**
     * Jobs whose time has come, in the order of their arrival, but behind the others those with which the hub did not say
     * what it did; none while it is open whether an earlier one was taken.
     */
    private Multi<Job> offer() {
        if (!mine(job -> job.state() instanceof Scheduling).isEmpty()) {
            return Multi.createFrom().empty();
        }
        Instant now = clock.instant();
        return offer(mine(job -> job.state() instanceof Kept kept && kept.isRested(now) && isDue(job, now)).stream()
                .sorted(Comparator.comparingInt(HubFollower::unanswered))
                .toList());
    }

    private static int unanswered(Job job) {
        return job.state() instanceof Kept kept ? kept.unanswered() : 0;
    }

    /** Until one of them stays behind: for want of a slot, which those behind it are told, or of an answer. */
    private Multi<Job> offer(List<Job> due) {
        if (due.isEmpty()) {
            return Multi.createFrom().empty();
        }
        List<Job> behind = due.subList(1, due.size());
        return ask(due.getFirst())
                .onItem()
                .transformToMulti(first -> Multi.createBy()
                        .concatenating()
                        .streams(Multi.createFrom().item(first), goOnBehind(due.getFirst(), first, behind)));
    }

    private Multi<Job> goOnBehind(Job before, Job first, List<Job> behind) {
        return switch (first.state()) {
            case Kept kept
            when kept.waiting() && !first.equals(before) -> each(behind, job -> keeper.see(job, new Seen.NoSlot()));
            case Kept _, Scheduling _ -> Multi.createFrom().empty();
            case InHub _, ReadingOutcomes _, Ended _ -> offer(behind);
        };
    }

    private static boolean isDue(Job job, Instant now) {
        Instant startTime = job.request().startTime();
        return startTime == null || !startTime.isAfter(now);
    }

    private Multi<Job> readOutcomes() {
        return each(mine(job -> job.state() instanceof ReadingOutcomes), this::readOn);
    }

    /** That the hub does not answer about one job keeps no other from going on. */
    private Uni<Job> readOn(Job job) {
        return outcomes.readOn(job)
                .onFailure(HubException.class)
                .invoke(contact::failed)
                .onFailure(HubException.class)
                .recoverWithItem(job);
    }

    private Multi<Job> forget() {
        Instant before = clock.instant().minus(FORGOTTEN_AFTER);
        return each(
                mine(job -> job.state() instanceof Ended ended
                        && ended.isTold()
                        && ended.since().isBefore(before)),
                keeper::forget);
    }

    private Uni<Job> ask(Job job) {
        return hub.ask(job.id().jobId()).invoke(contact::heard).chain(seen -> keeper.see(job, seen));
    }

    /** In the order of their arrival; none while another replica works. */
    private List<Job> mine(Predicate<Job> fits) {
        return jobs.that(job -> job.id().hub().equals(hub.name()) && fits.test(job));
    }

    /** One after the other. A defect with one job does not keep the others from going on. */
    private static Multi<Job> each(List<Job> jobs, Function<Job, Uni<Job>> work) {
        return Multi.createFrom()
                .iterable(jobs)
                .onItem()
                .transformToUniAndConcatenate(job -> work.apply(job)
                        .onFailure(defect -> !(defect instanceof HubException))
                        .recoverWithItem(defect -> {
                            LOGGER.errorf(
                                    defect,
                                    "job does not go on, by a defect jobId=%s hub=%s",
                                    job.id().jobId(),
                                    job.id().hub());
                            return job;
                        }));
    }

    /** What the hub does not answer now is asked with the next tick. */
    private Multi<Job> part(Supplier<Multi<Job>> part) {
        return Multi.createFrom()
                .deferred(() -> part.get())
                .onFailure(HubException.class)
                .invoke(contact::failed)
                .onFailure(HubException.class)
                .recoverWithCompletion();
    }
}
