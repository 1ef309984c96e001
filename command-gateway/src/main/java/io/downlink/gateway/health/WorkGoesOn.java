package io.downlink.gateway.health;

import io.downlink.gateway.dispatch.Hubs;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Down when a call that is ready does not get going: whoever hands places out stands still, and so does every other
 * command of that hub. Waiting for tokens, for a hub that is away, for devices or for Kafka is no standstill.
 */
@Liveness
@Singleton
class WorkGoesOn implements HealthCheck {
    private static final Duration STANDSTILL = Duration.ofMinutes(1);

    private final Hubs hubs;

    WorkGoesOn(Hubs hubs) {
        this.hubs = hubs;
    }

    @Override
    public HealthCheckResponse call() {
        Duration stalled = hubs.stalled();
        return HealthCheckResponse.named("work goes on")
                .status(stalled.compareTo(STANDSTILL) < 0)
                .withData("secondsStalled", stalled.toSeconds())
                .build();
    }
}
