package io.downlink.gateway.dispatch;

import io.downlink.hub.HubFailure;
import io.downlink.service.hubs.HubReasons;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** What the calls to the hubs cost: how long they take, by how they end. */
public final class CallMeters {
    private static final String HUB = "hub";
    private static final String OPERATION = "operation";
    private static final String RESULT = "result";
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(25), Duration.ofMillis(50),
        Duration.ofMillis(100), Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1),
        Duration.ofSeconds(5), Duration.ofSeconds(30)
    };

    private final MeterProvider<Timer> calls;

    public CallMeters(MeterRegistry registry) {
        this.calls = Timer.builder("downlink.hub.call")
                .description("Duration of calls to a hub, by what was asked and how they ended")
                .serviceLevelObjectives(BUCKETS)
                .withRegistry(registry);
    }

    void succeeded(Hub hub, Operation operation, Outcome outcome, Duration took) {
        record(hub, operation, outcome.label(), took);
    }

    void failed(Hub hub, Operation operation, HubFailure failure, Duration took) {
        record(hub, operation, HubReasons.of(failure).wire(), took);
    }

    private void record(Hub hub, Operation operation, String result, Duration took) {
        calls.withTags(HUB, hub.name(), OPERATION, operation.label(), RESULT, result)
                .record(took);
    }
}
