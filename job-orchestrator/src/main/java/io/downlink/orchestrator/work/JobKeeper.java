package io.downlink.orchestrator.work;

import io.downlink.contracts.jobs.JobEvent;
import io.downlink.contracts.jobs.JobId;
import io.downlink.orchestrator.life.Job;
import io.downlink.orchestrator.life.JobState.Ended;
import io.downlink.orchestrator.life.Life;
import io.downlink.orchestrator.life.Seen;
import io.downlink.orchestrator.life.Step;
import io.downlink.orchestrator.outcome.JobEvents;
import io.downlink.orchestrator.state.Jobs;
import io.downlink.orchestrator.state.StateTopic;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.util.function.Function;

/**
 * Carries jobs from state to state. Where a job goes on, that is first written, then told, then done: after a crash it
 * goes on from what was written, and what may not have been told is told once more, with the same event id.
 */
public final class JobKeeper {
    private final Jobs jobs;
    private final StateTopic states;
    private final JobEvents events;
    private final Hubs hubs;
    private final Turns turns;
    private final Clock clock;

    public JobKeeper(Jobs jobs, StateTopic states, JobEvents events, Hubs hubs, Turns turns, Clock clock) {
        this.jobs = jobs;
        this.states = states;
        this.events = events;
        this.hubs = hubs;
        this.turns = turns;
        this.clock = clock;
    }

    /** Work on a job that nobody else works on meanwhile. */
    <T> Uni<T> inTurn(JobId id, Function<Job, Uni<T>> work, Uni<T> unknown) {
        return turns.inTurn(id, () -> jobs.find(id).map(work).orElse(unknown));
    }

    /** Begins the life of a job. */
    Uni<Void> begin(Job job) {
        return write(job).chain(() -> tell(job)).replaceWithVoid();
    }

    /** Tells an event that changes no job. */
    Uni<Void> tell(JobEvent event) {
        return events.publish(event);
    }

    /**
     * Carries a job on by what was seen of it.
     *
     * @return the job as it then stands
     */
    public Uni<Job> see(Job job, Seen seen) {
        return inTurn(
                job.id(), current -> seeInTurn(current, seen), Uni.createFrom().item(job));
    }

    /** As {@link #see}, for who works on the job already. */
    Uni<Job> seeInTurn(Job job, Seen seen) {
        Step step = Life.next(job, seen, clock.instant());
        return move(job, job.with(step.next())).chain(moved -> carryOut(step.then(), moved));
    }

    /** Tells the latest event of every job that goes on once more, for it may not have been told before a crash. */
    public Uni<Void> resume() {
        return Multi.createFrom()
                .iterable(jobs.that(job -> !(job.state() instanceof Ended ended && ended.isTold())))
                .onItem()
                .transformToUniAndConcatenate(
                        job -> inTurn(job.id(), this::tell, Uni.createFrom().item(job)))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    /** Forgets a job that ended long ago. */
    Uni<Job> forget(Job job) {
        return turns.inTurn(
                job.id(),
                () -> states.forget(job.id())
                        .invoke(() -> jobs.remove(job.id()))
                        .replaceWith(job));
    }

    private Uni<Job> move(Job before, Job after) {
        if (after.state().equals(before.state())) {
            return Uni.createFrom().item(after);
        }
        Uni<Job> written = write(after);
        return after.isNewsAfter(before) ? written.chain(this::tell) : written;
    }

    private Uni<Job> write(Job job) {
        return states.write(job).invoke(() -> jobs.put(job)).replaceWith(job);
    }

    private Uni<Job> tell(Job job) {
        Uni<Job> told = events.publish(job.latest()).replaceWith(job);
        return job.state() instanceof Ended ? told.chain(ended -> seeInTurn(ended, new Seen.EndTold())) : told;
    }

    private Uni<Job> carryOut(Step.Then then, Job job) {
        return switch (then) {
            case NOTHING -> Uni.createFrom().item(job);
            case SCHEDULE -> at(job).schedule(job.request()).chain(seen -> seeInTurn(job, seen));
            case ASK -> at(job).ask(job.id().jobId()).chain(seen -> seeInTurn(job, seen));
        };
    }

    private JobHub at(Job job) {
        return hubs.find(job.id().hub()).orElseThrow(); // only what follows a hub's jobs lets them go on
    }
}
