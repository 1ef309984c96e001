package io.downlink.gateway.pacing;

import io.downlink.contracts.requests.Priority;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.util.Locale;

/** What the pacers say of themselves. */
public final class PacingMeters {
    private static final String HUB = "hub";
    private static final String OPERATION = "operation";

    private final MeterRegistry registry;
    private final Clock clock;

    public PacingMeters(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /** Registers what there is of a hub; rates and the day's messages only where they are kept. */
    public void register(Pacer pacer) {
        Tags hub = Tags.of(HUB, pacer.hub());
        Gauge.builder("downlink.hub.calls.in.flight", pacer, Pacer::inUse)
                .description("Calls open at a hub")
                .tags(hub)
                .register(registry);
        for (OperationClass operation : OperationClass.values()) {
            Tags tags = hub.and(OPERATION, operation.label());
            waiting(pacer, operation, tags);
            Gauge.builder(
                            "downlink.hub.circuit",
                            pacer,
                            of -> of.breaker(operation).level())
                    .description("0 while a hub can be reached, 1 while it is tried, 2 while calls wait")
                    .tags(tags)
                    .register(registry);
            FunctionCounter.builder("downlink.hub.metered", pacer, of -> of.metered(operation))
                    .description("What calls have taken of a hub's rate: methods in steps of 4 KB, messages")
                    .tags(tags)
                    .register(registry);
            if (pacer.hasRates()) {
                rates(pacer, operation, tags);
            }
        }
        if (pacer.hasRates()) {
            Gauge.builder("downlink.hub.day.messages", pacer, of -> of.budget(day -> day.messages(clock.instant())))
                    .description("Messages of the day that commands of this replica's partitions have used")
                    .tags(hub)
                    .register(registry);
            Gauge.builder("downlink.hub.day.used", pacer, of -> of.budget(day -> day.used(clock.instant())))
                    .description("Part used of the day's messages that fall to this replica")
                    .tags(hub)
                    .register(registry);
        }
    }

    private void waiting(Pacer pacer, OperationClass operation, Tags tags) {
        for (Priority priority : Priority.values()) {
            Gauge.builder("downlink.hub.calls.waiting", pacer, of -> of.waiting(operation, priority))
                    .description("Calls that wait for a place at a hub, for tokens, or for the hub to be back")
                    .tags(tags.and("priority", priority.name().toLowerCase(Locale.ROOT)))
                    .register(registry);
        }
    }

    private void rates(Pacer pacer, OperationClass operation, Tags tags) {
        Gauge.builder("downlink.hub.pace", pacer, of -> of.pace(operation, Pace::rate))
                .description("The rate that this replica keeps to now, a second")
                .tags(tags)
                .register(registry);
        Gauge.builder("downlink.hub.pace.share", pacer, of -> of.pace(operation, Pace::share))
                .description("The rate that all replicas together may take, a second")
                .tags(tags)
                .register(registry);
    }
}
