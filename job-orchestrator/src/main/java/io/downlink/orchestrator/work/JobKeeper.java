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
import io.downlink.orchestrator.state.StandsByException;
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

    /** Work on a job that nobody else works on meanwhile; fails with {@link StandsByException} if another replica works. */
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
     * @return the job as it then stands; as it was given where another replica works
     */
    public Uni<Job> see(Job job, Seen seen) {
        return ifStillHere(job, current -> seeInTurn(current, seen));
    }

    private Uni<Job> ifStillHere(Job job, Function<Job, Uni<Job>> work) {
        return inTurn(job.id(), work, Uni.createFrom().item(job))
                .onFailure(StandsByException.class)
                .recoverWithItem(job);
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
                .transformToUniAndConcatenate(job -> ifStillHere(job, this::tell))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    /** Forgets a job that ended long ago. */
    Uni<Job> forget(Job job) {
        return ifStillHere(
                job,
                ended -> states.forget(ended.id())
                        .invoke(() -> jobs.remove(ended.id()))
                        .replaceWith(ended));
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
