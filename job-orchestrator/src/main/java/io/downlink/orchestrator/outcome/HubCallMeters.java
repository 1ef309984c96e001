package io.downlink.orchestrator.outcome;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.function.ToIntFunction;

/** What following jobs costs the hubs in calls. */
public final class HubCallMeters {
    private final MeterRegistry registry;
    private final ToIntFunction<String> jobsInHand;
    private final MeterProvider<Counter> calls;
    private final Clock clock;

    /** @param jobsInHand how many jobs a hub has, or is being asked about */
    public HubCallMeters(MeterRegistry registry, ToIntFunction<String> jobsInHand, Clock clock) {
        this.registry = registry;
        this.jobsInHand = jobsInHand;
        this.clock = clock;
        this.calls = Counter.builder("downlink.job.hub.calls")
                .description("Calls to a hub about jobs")
                .withRegistry(registry);
    }

    /** Begins to count the calls to one hub. */
    public OfHub of(String hub) {
        LastMinute lastMinute = new LastMinute(clock);
        Gauge.builder("downlink.job.hub.calls.per.job", () -> perJob(hub, lastMinute))
                .description("Calls to a hub about jobs in the last minute, for each job that it has")
                .tag("hub", hub)
                .register(registry);
        return (operation, times) -> {
            lastMinute.add(times);
            calls.withTags("hub", hub, "operation", operation).increment(times);
        };
    }

    private double perJob(String hub, LastMinute lastMinute) {
        return (double) lastMinute.total() / Math.max(1, jobsInHand.applyAsInt(hub));
    }

    /** Counts the calls to one hub. */
    @FunctionalInterface
    public interface OfHub {
        /** @param operation such as {@code schedule} */
        void called(String operation, int times);
    }
}
