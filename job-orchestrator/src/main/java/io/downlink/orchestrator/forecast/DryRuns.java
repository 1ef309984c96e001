package io.downlink.orchestrator.forecast;

import io.downlink.contracts.jobs.JobEvent;
import io.downlink.contracts.jobs.JobEvent.About;
import io.downlink.contracts.jobs.JobForecast;
import io.downlink.contracts.jobs.JobRequest.DryRun;
import io.downlink.contracts.jobs.JobRequest.Schedule;
import io.downlink.contracts.requests.RequestMeta;
import io.downlink.hub.HubException;
import io.downlink.orchestrator.life.Causes;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Tells what jobs would come to. The hub is asked which devices are meant, and nothing else. */
public final class DryRuns {
    private final Map<String, HubForecasts> byHub;
    private final Clock clock;

    /** @param byHub by the configured name of the hub */
    public DryRuns(Map<String, HubForecasts> byHub, Clock clock) {
        this.byHub = Map.copyOf(byHub);
        this.clock = clock;
    }

    /** @return empty where no hub of that name is configured; fails with {@link HubException} */
    public Optional<Uni<JobForecast>> forecast(Schedule job) {
        return Optional.ofNullable(byHub.get(job.id().hub())).map(hub -> hub.forecast(job));
    }

    /** The event that answers a request; that the hub does not is told, too. */
    public Uni<JobEvent> answer(DryRun request, RequestMeta meta) {
        About about = About.of(meta, request, clock.instant());
        return forecast(request.of())
                .map(forecast -> forecast.<JobEvent>map(told -> new JobEvent.Forecast(about, told))
                        .onFailure(HubException.class)
                        .recoverWithItem(failure -> new JobEvent.Failed(about, Causes.of(failure.failure()), null)))
                .orElseGet(() -> Uni.createFrom()
                        .item(new JobEvent.Failed(
                                about, Causes.hubUnknown(request.id().hub()), null)));
    }
}
