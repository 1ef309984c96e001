package io.downlink.orchestrator.work;

import io.downlink.hub.HubException;
import io.downlink.orchestrator.life.Job;
import io.downlink.orchestrator.life.Seen;
import io.downlink.orchestrator.state.Jobs;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/** The jobs of one hub, and what everybody does who works on them. */
final class HubWork {
    private static final Logger LOGGER = Logger.getLogger(HubWork.class);
    private static final int AT_ONCE = 128;

    private final JobHub hub;
    private final Jobs jobs;
    private final JobKeeper keeper;
    private final HubContact contact;

    HubWork(JobHub hub, Jobs jobs, JobKeeper keeper) {
        this.hub = hub;
        this.jobs = jobs;
        this.keeper = keeper;
        this.contact = new HubContact(hub.name());
    }

    JobHub hub() {
        return hub;
    }

    HubContact contact() {
        return contact;
    }

    /** In the order of their arrival; none while another replica works. */
    List<Job> that(Predicate<Job> fits) {
        return jobs.that(job -> job.id().hub().equals(hub.name()) && fits.test(job));
    }

    /** Asks the hub how a job stands, and carries the job on by the answer. */
    Uni<Job> ask(Job job) {
        return hear(job).chain(seen -> keeper.see(job, seen));
    }

    /** Asks the hub how a job stands. */
    Uni<Seen> hear(Job job) {
        return hub.ask(job.id().jobId()).invoke(contact::heard);
    }

    Uni<Job> see(Job job, Seen seen) {
        return keeper.see(job, seen);
    }

    Uni<Job> forget(Job job) {
        return keeper.forget(job);
    }

    /** One after the other. A defect with one job does not keep the others from going on. */
    static Multi<Job> each(List<Job> jobs, Function<Job, Uni<Job>> work) {
        return Multi.createFrom().iterable(jobs).onItem().transformToUniAndConcatenate(job -> guarded(job, work));
    }

    /** As {@link #each}, but many at once: for what asks no hub. */
    static Multi<Job> together(List<Job> jobs, Function<Job, Uni<Job>> work) {
        return Multi.createFrom()
                .iterable(jobs)
                .onItem()
                .transformToUni(job -> guarded(job, work))
                .merge(AT_ONCE);
    }

    /** A defect with a job leaves it where it is. */
    static Uni<Job> guarded(Job job, Function<Job, Uni<Job>> work) {
        return Uni.createFrom()
                .deferred(() -> work.apply(job))
                .onFailure(defect -> !(defect instanceof HubException))
                .recoverWithItem(defect -> {
                    LOGGER.errorf(
                            defect,
                            "job does not go on, by a defect jobId=%s hub=%s",
                            job.id().jobId(),
                            job.id().hub());
                    return job;
                });
    }
}
