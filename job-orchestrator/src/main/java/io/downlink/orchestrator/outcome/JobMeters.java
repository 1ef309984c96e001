package io.downlink.orchestrator.outcome;

import io.downlink.contracts.jobs.JobEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;

/** What is told of jobs, counted. */
public final class JobMeters {
    private static final String NONE = "none";
    private static final String UNKNOWN = "unknown";

    private final MeterProvider<Counter> events;
    private final MeterProvider<Counter> outcomes;
    private final Set<String> hubs;

    /** @param hubs the configured names: what else requests call a hub is counted together, as {@code unknown} */
    public JobMeters(MeterRegistry registry, Set<String> hubs) {
        this.events = Counter.builder("downlink.job.events")
                .description("Events about jobs published, by what they tell and why")
                .withRegistry(registry);
        this.outcomes = Counter.builder("downlink.device.jobs")
                .description("Devices' outcomes in jobs published")
                .withRegistry(registry);
        this.hubs = Set.copyOf(hubs);
    }

    void published(JobEvent event) {
        String reason = event instanceof JobEvent.Failed failed
                ? failed.cause().reason().wire()
                : NONE;
        events.withTags(
                        "event",
                        event.name(),
                        "reason",
                        reason,
                        "hub",
                        known(event.about().id().hub()))
                .increment();
    }

    void published(String hub, int devices) {
        outcomes.withTags("hub", known(hub)).increment(devices);
    }

    private String known(String hub) {
        return hubs.contains(hub) ? hub : UNKNOWN;
    }
}
