package io.downlink.gateway.outcome;

import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandEvent.Cause;
import io.downlink.contracts.commands.CommandEvent.Expired;
import io.downlink.contracts.commands.CommandEvent.Failed;
import io.downlink.contracts.commands.CommandEvent.InDoubt;
import io.downlink.contracts.commands.CommandEvent.Parked;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How commands end. */
public final class EventMeters {
    private static final String NONE = "none";
    private static final String UNKNOWN = "unknown";

    private final MeterProvider<Counter> events;
    private final Set<String> hubs;

    /** @param hubs the configured names: what else commands call a hub is counted together, as {@code unknown} */
    public EventMeters(MeterRegistry registry, Set<String> hubs) {
        this.events = Counter.builder("downlink.command.events")
                .description("Events published, by what they tell and why")
                .withRegistry(registry);
        this.hubs = Set.copyOf(hubs);
    }

    void published(CommandEvent event) {
        String hub = event.about().id().hub();
        events.withTags("event", event.name(), "reason", reason(event), "hub", hubs.contains(hub) ? hub : UNKNOWN)
                .increment();
    }

    private static String reason(CommandEvent event) {
        return switch (event) {
            case Failed failed -> failed.cause().reason().wire();
            case InDoubt inDoubt -> inDoubt.cause().reason().wire();
            case Expired expired -> reason(expired.lastFailure());
            case Parked parked -> parked.reason().wire();
            case CommandEvent _ -> NONE;
        };
    }

    private static String reason(@Nullable Cause cause) {
        return cause == null ? NONE : cause.reason().wire();
    }
}
