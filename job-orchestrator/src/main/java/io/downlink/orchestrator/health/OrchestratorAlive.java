package io.downlink.orchestrator.health;

import io.downlink.orchestrator.startup.Orchestrator;
import io.downlink.orchestrator.startup.Orchestrator.State;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Down once a stream has ended: only a new start helps. */
@Liveness
@Singleton
class OrchestratorAlive implements HealthCheck {
    private final Orchestrator orchestrator;

    OrchestratorAlive(Orchestrator orchestrator) {
        this.orchestrator = orchestrator;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("orchestrator")
                .status(orchestrator.state() != State.BROKEN)
                .withData("state", orchestrator.state().name())
                .build();
    }
}
