package io.downlink.gateway.health;

import io.downlink.gateway.startup.Gateway;
import io.downlink.gateway.startup.Gateway.State;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Up while commands are carried out: the topics are as they must be, and the consumer has joined its group. */
@Readiness
@Singleton
class GatewayReady implements HealthCheck {
    private final Gateway gateway;
    private final GroupMembership group;

    GatewayReady(Gateway gateway, GroupMembership group) {
        this.gateway = gateway;
        this.group = group;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("commands are carried out")
                .status(gateway.state() == State.RUNNING && group.joined())
                .withData("state", gateway.state().name())
                .withData("joinedGroup", group.joined())
                .build();
    }
}
