package io.downlink.orchestrator.work;

import io.downlink.contracts.jobs.JobEvent;
import io.downlink.contracts.jobs.JobId;
import io.downlink.orchestrator.life.Branch;
import io.downlink.orchestrator.life.Causes;
import io.downlink.orchestrator.life.Job;
import io.downlink.orchestrator.life.JobState.Scheduling;
import io.downlink.orchestrator.life.Life;
import io.downlink.orchestrator.life.Seen;
import io.downlink.orchestrator.life.Step;
import io.downlink.orchestrator.outcome.DeviceJobs;
import io.downlink.orchestrator.outcome.JobEvents;
import io.downlink.orchestrator.state.JobLedger;
import io.downlink.orchestrator.state.Jobs;
import io.downlink.orchestrator.state.StandsByException;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Carries jobs from state to state. Where a job goes on, that is first written and told, in one transaction, and then done:
 * after a crash it goes on from what was written.
 */
public final class JobKeeper {
    private static final Logger LOGGER = Logger.getLogger(JobKeeper.class);

    private final Jobs jobs;
    private final JobLedger ledger;
    private final JobEvents events;
    private final Hubs hubs;
    private final Turns turns;
    private final Clock clock;

    public JobKeeper(Jobs jobs, JobLedger ledger, JobEvents events, Hubs hubs, Turns turns, Clock clock) {
        this.jobs = jobs;
        this.ledger = ledger;
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
        return write(null, List.of(job), List.of(job.latest()), DeviceJobs.NONE);
    }

    /** Tells an event that changes no job. */
    Uni<Void> tell(JobEvent event) {
        return events.publish(event);
    }

    /**
     * Tells of a job an event that does not change it, for who works on it already.
     *
     * @param job fails with {@link StandsByException} unless it stands there still
     */
    Uni<Void> tellInTurn(Job job, JobEvent event) {
        return ledger.write(() -> jobs.stands(job.id(), job), List.of(), List.of(events.record(event)))
                .invoke(() -> events.told(event));
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

    /**
     * As {@link #see}, for who works on the job already.
     *
     * @param job fails with {@link StandsByException} unless it stands there still, or nothing follows: a call to a hub
     *     outlives the time that this replica works, and another one may have carried the job on
     */
    Uni<Job> seeInTurn(Job job, Seen seen) {
        Step step = Life.next(job, seen, clock.instant());
        return move(job, job.with(step.next()), DeviceJobs.NONE).chain(moved -> carryOut(step.then(), moved));
    }

    /**
     * Carries a job on by a page that was read of what it came to, and tells that page in the same transaction: where the
     * place of the next one is known, every device of this one was told, once.
     *
     * @param job as it stood when the page was asked for: unless it stands there still, the page is left
     * @return the job as it then stands; as it was given where another replica works
     */
    Uni<Job> seePage(Job job, Seen.PageRead page, DeviceJobs.Told told) {
        return ifStillHere(
                        job,
                        current -> current.equals(job)
                                ? move(
                                        job,
                                        job.with(Life.next(job, page, clock.instant())
                                                .next()),
                                        told)
                                : Uni.createFrom().item(current))
                .map(moved -> jobs.isOpen() ? moved : job);
    }

    /**
     * Carries a job on and begins others because of it, in one transaction: whatever happens, each of them is begun once.
     * One whose id another job has here has failed.
     *
     * @param job as it stood when this was decided: unless it stands there still, nothing happens
     */
    Uni<Job> branch(Job job, Branch branch) {
        return ifStillHere(
                job,
                current -> current.equals(job)
                        ? branchOff(
                                job,
                                job.with(Life.next(job, branch.seen(), clock.instant())
                                        .next()),
                                branch)
                        : Uni.createFrom().item(current));
    }

    private Uni<Job> branchOff(Job before, Job after, Branch branch) {
        Map<Boolean, List<Job>> byNews = branch.begun().stream()
                .collect(
                        Collectors.partitioningBy(begun -> jobs.find(begun.id()).isEmpty()));
        List<Job> begun = byNews.getOrDefault(true, List.of());
        List<Job> refused = byNews.getOrDefault(false, List.of());
        List<Job> standing = Stream.concat(Stream.of(after), begun.stream()).toList();
        List<JobEvent> news = Stream.of(
                        branch.told().stream(),
                        standing.stream().map(Job::latest),
                        refused.stream().map(this::idInUse))
                .flatMap(Function.identity())
                .toList();
        return write(before, standing, news, DeviceJobs.NONE).replaceWith(after);
    }

    private JobEvent idInUse(Job job) {
        return new JobEvent.Failed(
                JobEvent.About.of(job.meta(), job.request(), clock.instant()), Causes.idInUse(), null);
    }

    /** Forgets a job that ended long ago. */
    Uni<Job> forget(Job job) {
        return ifStillHere(
                job,
                ended -> ledger.forget(ended.id())
                        .invoke(() -> jobs.remove(ended.id()))
                        .replaceWith(ended));
    }

    private Uni<Job> move(Job before, Job after, DeviceJobs.Told devices) {
        return after.state().equals(before.state())
                ? Uni.createFrom().item(after)
                : write(
                                before,
                                List.of(after),
                                after.isNewsAfter(before) ? List.of(after.latest()) : List.of(),
                                devices)
                        .replaceWith(after);
    }

    /** @param before of the first of them */
    private Uni<Void> write(@Nullable Job before, List<Job> standing, List<JobEvent> news, DeviceJobs.Told devices) {
        return ledger.write(
                        () -> jobs.stands(standing.getFirst().id(), before),
                        standing,
                        Stream.concat(devices.records().stream(), news.stream().map(events::record))
                                .toList())
                .invoke(() -> {
                    jobs.put(before, standing);
                    devices.count();
                    news.forEach(events::told);
                });
    }

    private Uni<Job> carryOut(Step.Then then, Job job) {
        return switch (then) {
            case NOTHING -> Uni.createFrom().item(job);
            case SCHEDULE -> schedule(job);
            case ASK -> at(job).ask(job.id().jobId()).chain(seen -> seeInTurn(job, seen));
        };
    }

    /**
     * Gives the hub a job whose intention is fresh. Where it is not, this process stood still, or Kafka was away, and another
     * replica may be finding out already whether the hub has the job.
     */
    private Uni<Job> schedule(Job job) {
        if (job.state() instanceof Scheduling intention && !intention.isFresh(clock.instant())) {
            LOGGER.warnf(
                    "job is not given to its hub, its intention is too old jobId=%s hub=%s",
                    job.id().jobId(), job.id().hub());
            return Uni.createFrom().item(job);
        }
        return at(job).schedule(job.request()).chain(seen -> seeInTurn(job, seen));
    }

    private JobHub at(Job job) {
        return hubs.find(job.id().hub()).orElseThrow(); // only what follows a hub's jobs lets them go on
    }
}
