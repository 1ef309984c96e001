package io.downlink.orchestrator.health;

import io.downlink.orchestrator.startup.Orchestrator;
import io.downlink.orchestrator.startup.Orchestrator.State;
import io.downlink.orchestrator.startup.Ownership;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Up while jobs are carried out, or another replica is ready to: the topics are as they must be, and the consumer has
 * joined its group.
 */
@Readiness
@Singleton
class OrchestratorReady implements HealthCheck {
    private final Orchestrator orchestrator;
    private final Ownership ownership;

    OrchestratorReady(Orchestrator orchestrator, Ownership ownership) {
        this.orchestrator = orchestrator;
        this.ownership = ownership;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("jobs are carried out")
                .status(orchestrator.state() == State.RUNNING && ownership.joined())
                .withData("state", orchestrator.state().name())
                .withData("works", ownership.works())
                .build();
    }
}
