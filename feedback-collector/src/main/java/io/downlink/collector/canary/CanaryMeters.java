package io.downlink.collector.canary;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What comes of one hub's canaries. */
public final class CanaryMeters {
    private final Counter answered;
    private final Counter missed;
    private final Counter refused;

    public CanaryMeters(MeterRegistry registry, String hub) {
        this.answered = counter(registry, hub, "answered");
        this.missed = counter(registry, hub, "missed");
        this.refused = counter(registry, hub, "not_sent");
    }

    private static Counter counter(MeterRegistry registry, String hub, String result) {
        return Counter.builder("downlink.feedback.canaries")
                .description("Canaries, by whether their feedback came")
                .tag("hub", hub)
                .tag("result", result)
                .register(registry);
    }

    void answered() {
        answered.increment();
    }

    void missed() {
        missed.increment();
    }

    void refused() {
        refused.increment();
    }
}
