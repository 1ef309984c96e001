package io.downlink.orchestrator.forecast;

import io.downlink.contracts.jobs.JobEvent;
import io.downlink.contracts.jobs.JobEvent.About;
import io.downlink.contracts.jobs.JobForecast;
import io.downlink.contracts.jobs.JobRequest.DryRun;
import io.downlink.contracts.jobs.JobRequest.Schedule;
import io.downlink.contracts.requests.RequestMeta;
import io.downlink.hub.HubException;
import io.downlink.orchestrator.life.Causes;
import io.downlink.service.tracing.Spans;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Tells what jobs would come to. The hub is asked which devices are meant, and nothing else. */
public final class DryRuns {
    private final Map<String, HubForecasts> byHub;
    private final Spans spans;
    private final Clock clock;

    /** @param byHub by the configured name of the hub */
    public DryRuns(Map<String, HubForecasts> byHub, Spans spans, Clock clock) {
        this.byHub = Map.copyOf(byHub);
        this.spans = spans;
        this.clock = clock;
    }

    /** @return empty where no hub of that name is configured; fails with {@link HubException} */
    public Optional<Uni<JobForecast>> forecast(Schedule job) {
        return Optional.ofNullable(byHub.get(job.id().hub())).map(hub -> hub.forecast(job));
    }

    /** The event that answers a request; that the hub does not is told, too. */
    public Uni<JobEvent> answer(DryRun request, RequestMeta meta) {
        About about = About.of(meta, request, clock.instant());
        String hub = request.id().hub();
        return forecast(request.of())
                .map(forecast -> spans.call(meta.trace(), hub, "query", () -> forecast)
                        .<JobEvent>map(told -> new JobEvent.Forecast(about, told))
                        .onFailure(HubException.class)
                        .recoverWithItem(failure -> new JobEvent.Failed(about, Causes.of(failure.failure()), null)))
                .orElseGet(() -> Uni.createFrom().item(new JobEvent.Failed(about, Causes.hubUnknown(hub), null)));
    }
}
