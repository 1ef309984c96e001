package io.downlink.gateway.health;

import io.downlink.gateway.lease.EventWrites;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Down when every event has been refused for a while, as by a producer that is in a state of no return: then a new start
 * helps. Kafka being away does not matter here: what is written then is not refused, but waits.
 */
@Liveness
@Singleton
class EventsTaken implements HealthCheck {
    private static final Duration REFUSED_MAX = Duration.ofMinutes(1);

    private final EventWrites writes;

    EventsTaken(EventWrites writes) {
        this.writes = writes;
    }

    @Override
    public HealthCheckResponse call() {
        Duration refused = writes.refused();
        return HealthCheckResponse.named("events are taken")
                .status(refused.compareTo(REFUSED_MAX) < 0)
                .withData("secondsRefused", refused.toSeconds())
                .build();
    }
}
