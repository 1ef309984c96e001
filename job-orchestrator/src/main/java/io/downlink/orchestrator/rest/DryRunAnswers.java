package io.downlink.orchestrator.rest;

import io.downlink.contracts.jobs.JobEvent.Cause;
import io.downlink.contracts.jobs.JobForecast;
import io.downlink.contracts.jobs.JobReadResult;
import io.downlink.contracts.jobs.JobReadResult.Accepted;
import io.downlink.contracts.jobs.JobRequest.Cancel;
import io.downlink.contracts.jobs.JobRequest.DryRun;
import io.downlink.contracts.jobs.JobRequest.Schedule;
import io.downlink.contracts.json.JsonObjectWriter;
import io.downlink.hub.HubException;
import io.downlink.hub.HubFailure;
import io.downlink.orchestrator.forecast.DryRuns;
import io.downlink.orchestrator.life.Causes;
import io.downlink.service.rest.Problems;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;

/** Dry runs by HTTP: answered at once, by any replica. */
final class DryRunAnswers {
    private final DryRuns dryRuns;

    DryRunAnswers(DryRuns dryRuns) {
        this.dryRuns = dryRuns;
    }

    Uni<Response> answer(JobReadResult read) {
        return switch (read) {
            case Accepted(Schedule job, var _) -> forecast(job);
            case Accepted(DryRun dryRun, var _) -> forecast(dryRun.of());
            case Accepted(Cancel _, var _) -> refuse(Status.BAD_REQUEST, "Of a cancel there is no dry run.");
            case JobReadResult.Refused refused -> Uni.createFrom().item(Refusals.of(refused));
            case JobReadResult.Unreadable unreadable -> Uni.createFrom().item(Refusals.of(unreadable));
        };
    }

    private Uni<Response> forecast(Schedule job) {
        return dryRuns.forecast(job)
                .map(forecast -> forecast.map(told -> ok(job, told))
                        .onFailure(HubException.class)
                        .recoverWithItem(failure -> refusal(failure.failure())))
                .orElseGet(() -> refuse(
                        Status.BAD_REQUEST, Causes.hubUnknown(job.id().hub()).detail()));
    }

    private static Response ok(Schedule job, JobForecast forecast) {
        return Response.ok(JsonObjectWriter.write(json -> {
                    json.text("jobId", job.id().jobId());
                    json.text("hub", job.id().hub());
                    forecast.write(json);
                }))
                .type(MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    /** What the hub refuses is the request's fault: the query condition's, as a rule. */
    private static Response refusal(HubFailure failure) {
        Cause cause = Causes.of(failure);
        return Problems.of(
                failure instanceof HubFailure.Refused ? Status.BAD_REQUEST : Status.SERVICE_UNAVAILABLE,
                "%s: %s".formatted(cause.reason().wire(), cause.detail()));
    }

    private static Uni<Response> refuse(Status status, String detail) {
        return Uni.createFrom().item(() -> Problems.of(status, detail));
    }
}
