package io.downlink.orchestrator.work;

import io.downlink.contracts.jobs.JobEvent;
import io.downlink.contracts.jobs.JobEvent.About;
import io.downlink.contracts.jobs.JobRequest.Cancel;
import io.downlink.contracts.requests.RequestMeta;
import io.downlink.hub.HubException;
import io.downlink.hub.HubFailure;
import io.downlink.orchestrator.life.End;
import io.downlink.orchestrator.life.Job;
import io.downlink.orchestrator.life.JobState.Ended;
import io.downlink.orchestrator.life.JobState.InHub;
import io.downlink.orchestrator.life.JobState.Kept;
import io.downlink.orchestrator.life.JobState.ReadingOutcomes;
import io.downlink.orchestrator.life.JobState.Recurring;
import io.downlink.orchestrator.life.JobState.Retrying;
import io.downlink.orchestrator.life.JobState.Scheduling;
import io.downlink.orchestrator.life.Seen;
import io.smallrye.mutiny.Uni;
import java.time.Clock;

/** Takes jobs back, as far as that can still be done. */
public final class Cancelling {
    private final JobKeeper keeper;
    private final Hubs hubs;
    private final Clock clock;

    public Cancelling(JobKeeper keeper, Hubs hubs, Clock clock) {
        this.keeper = keeper;
        this.hubs = hubs;
        this.clock = clock;
    }

    /** @return ends when what came of it is in Kafka */
    public Uni<Void> cancel(Cancel request, RequestMeta meta) {
        Request asked = new Request(request, meta);
        return keeper.inTurn(
                request.id(),
                job -> cancel(job, asked),
                refuse(asked, "No job of this id is known here: nothing is taken back."));
    }

    private Uni<Void> cancel(Job job, Request asked) {
        return switch (job.state()) {
            case Kept _, Recurring _ ->
                keeper.seeInTurn(job, new Seen.Unwanted()).replaceWithVoid();
            case Scheduling _ -> settle(job).chain(settled -> cancelSettled(settled, asked));
            case InHub _ -> cancelInHub(job, asked);
            case ReadingOutcomes _ -> refuse(asked, "It has run already; what it came to is being read.");
            case Retrying _ ->
                refuse(asked, "It has run already; take the jobs back that try its failed devices again.");
            case Ended ended
            when ended.end() instanceof End.Cancelled ->
                Uni.createFrom().voidItem(); // by an earlier request: that was told
            case Ended _ -> refuse(asked, "It has ended already.");
        };
    }

    private Uni<Job> settle(Job job) {
        return hub(job).ask(job.id().jobId()).chain(seen -> keeper.seeInTurn(job, seen));
    }

    private Uni<Void> cancelSettled(Job job, Request asked) {
        return job.state() instanceof Scheduling
                ? refuse(asked, "It is open whether the hub took the job, and being found out: ask again in a minute.")
                : cancel(job, asked);
    }

    private Uni<Void> cancelInHub(Job job, Request asked) {
        return hub(job).jobs()
                .cancel(job.id().jobId())
                .chain(_ -> keeper.seeInTurn(job, new Seen.TakenBack()))
                .replaceWithVoid()
                .onFailure(HubException.class)
                .recoverWithUni(failure -> keeper.tellInTurn(job, refusal(asked, words(failure.failure()))));
    }

    private static String words(HubFailure failure) {
        return failure instanceof HubFailure.JobNotCancellable
                ? "It runs, or has run: the hub takes back only what has not begun. It goes on."
                : "The hub was asked to take it back, and did not say that it did (%s). If it did, \"cancelled\" follows."
                        .formatted(failure.evidence().detail());
    }

    private Uni<Void> refuse(Request asked, String detail) {
        return Uni.createFrom().deferred(() -> keeper.tell(refusal(asked, detail)));
    }

    private JobEvent refusal(Request asked, String detail) {
        return new JobEvent.CancelRefused(About.of(asked.meta(), asked.request(), clock.instant()), detail);
    }

    private JobHub hub(Job job) {
        return hubs.find(job.id().hub()).orElseThrow(); // only a configured hub's job gets so far
    }

    private record Request(Cancel request, RequestMeta meta) {}
}
