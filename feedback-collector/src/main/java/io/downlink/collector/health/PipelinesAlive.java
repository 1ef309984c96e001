package io.downlink.collector.health;

import io.downlink.collector.startup.Collector;
import io.downlink.collector.startup.Collector.State;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Down once the pipeline of a hub has ended: only a new start helps. */
@Liveness
@Singleton
class PipelinesAlive implements HealthCheck {
    private final Collector collector;

    PipelinesAlive(Collector collector) {
        this.collector = collector;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("feedback pipelines")
                .status(collector.state() != State.BROKEN)
                .withData("state", collector.state().name())
                .build();
    }
}
