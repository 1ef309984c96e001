package io.downlink.orchestrator.forecast;

import io.downlink.contracts.jobs.JobForecast;
import io.downlink.contracts.jobs.JobRequest.Schedule;
import io.downlink.hub.HubJobs;
import io.smallrye.mutiny.Uni;

/** Forecasts for one hub. */
public record HubForecasts(HubJobs hub, HubRates rates) {
    private static final int SAMPLE = 10;

    Uni<JobForecast> forecast(Schedule job) {
        return hub.match(job.queryCondition(), SAMPLE).map(devices -> Reckoning.of(job, devices, rates));
    }
}
