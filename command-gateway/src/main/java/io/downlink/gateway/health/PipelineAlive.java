package io.downlink.gateway.health;

import io.downlink.gateway.startup.Gateway;
import io.downlink.gateway.startup.Gateway.State;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Down once the stream of commands has ended: only a new start helps. */
@Liveness
@Singleton
class PipelineAlive implements HealthCheck {
    private final Gateway gateway;

    PipelineAlive(Gateway gateway) {
        this.gateway = gateway;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("command pipeline")
                .status(gateway.state() != State.BROKEN)
                .withData("state", gateway.state().name())
                .build();
    }
}
