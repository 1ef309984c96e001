package io.downlink.orchestrator.work;

import io.downlink.hub.HubException;
import io.downlink.orchestrator.life.Job;
import io.downlink.orchestrator.life.JobState.Ended;
import io.downlink.orchestrator.life.JobState.ReadingOutcomes;
import io.downlink.orchestrator.life.JobState.Recurring;
import io.downlink.orchestrator.life.JobState.Retrying;
import io.downlink.orchestrator.life.JobState.Scheduling;
import io.downlink.orchestrator.queue.JobQueue;
import io.downlink.orchestrator.state.Jobs;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/** Follows the jobs of one hub: what runs, what is open, what is next, and what jobs that have run came to. */
public final class HubFollower {
    /** As long as IoT Hub keeps a job itself. */
    static final Duration FORGOTTEN_AFTER = Duration.ofDays(30);

    /** For pages of what jobs came to, and for pages of failed devices: millions have many, and other jobs go on meanwhile. */
    private static final Duration READING_AT_A_TIME = Duration.ofSeconds(5);

    private final HubWork work;
    private final RunningJobs running;
    private final Offering offering;
    private final OutcomeReader outcomes;
    private final Retries retries;
    private final Recurrences recurrences;
    private final Clock clock;

    /**
     * @param queries shared with the outcomes: how often the hub may be queried
     * @param pace how often the hub is asked
     */
    public HubFollower(
            JobHub hub,
            Jobs jobs,
            JobKeeper keeper,
            OutcomeReader outcomes,
            QueryPace queries,
            LookPace pace,
            Clock clock) {
        this.work = new HubWork(hub, jobs, keeper);
        this.running = new RunningJobs(work, new LookInterval(pace.shortest(), pace.longest(), clock));
        this.offering =
                new Offering(work, new JobQueue(), new SlotWatch(pace.shortest(), pace.longest(), clock), clock);
        this.outcomes = outcomes;
        this.retries = new Retries(hub, keeper, queries, clock);
        this.recurrences = new Recurrences(jobs, keeper, clock);
        this.clock = clock;
    }

    /**
     * How often a hub is asked.
     *
     * @param shortest while something new is seen each time
     * @param longest however long nothing is
     */
    public record LookPace(Duration shortest, Duration longest) {}

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
                        part(running::look),
                        part(this::settle),
                        part(this::recur),
                        part(offering::offer),
                        part(this::readOutcomes),
                        part(this::followUp),
                        part(this::forget));
    }

    /** Jobs of which it is open whether the hub took them. */
    private Multi<Job> settle() {
        return HubWork.each(work.that(job -> job.state() instanceof Scheduling), work::ask);
    }

    private Multi<Job> recur() {
        return HubWork.each(work.that(job -> job.state() instanceof Recurring), recurrences::run);
    }

    /** First the one whose last page was read longest ago. */
    private Multi<Job> readOutcomes() {
        Instant until = clock.instant().plus(READING_AT_A_TIME);
        List<Job> inTurn = work.that(job -> job.state() instanceof ReadingOutcomes).stream()
                .sorted(Comparator.comparing(job -> job.state().since()))
                .toList();
        return HubWork.each(inTurn, job -> passOver(job, outcomes.readOn(job, until)));
    }

    private Multi<Job> followUp() {
        Instant until = clock.instant().plus(READING_AT_A_TIME);
        return HubWork.each(
                work.that(job -> job.state() instanceof Retrying), job -> passOver(job, retries.readOn(job, until)));
    }

    /** That the hub does not answer about one job keeps no other from going on. */
    private Uni<Job> passOver(Job job, Uni<Job> read) {
        return read.onFailure(HubException.class)
                .invoke(work.contact()::failed)
                .onFailure(HubException.class)
                .recoverWithItem(job);
    }

    private Multi<Job> forget() {
        Instant before = clock.instant().minus(FORGOTTEN_AFTER);
        return HubWork.each(
                work.that(job ->
                        job.state() instanceof Ended ended && ended.since().isBefore(before)),
                work::forget);
    }

    /** What the hub does not answer now is asked with the next tick. */
    private Multi<Job> part(Supplier<Multi<Job>> part) {
        return Multi.createFrom()
                .deferred(() -> part.get())
                .onFailure(HubException.class)
                .invoke(work.contact()::failed)
                .onFailure(HubException.class)
                .recoverWithCompletion();
    }
}
