package io.downlink.gateway.health;

import io.downlink.gateway.lease.EventWrites;
import io.downlink.gateway.lease.Refusal;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Down while events are refused, whatever the reason is: no command goes on. Kafka being away does not matter here: what
 * is written then is not refused, but waits.
 */
@Readiness
@Singleton
class EventsTaken implements HealthCheck {
    /** A refusal that passes is no news. */
    private static final Duration REFUSED_MAX = Duration.ofSeconds(5);

    private final EventWrites writes;

    EventsTaken(EventWrites writes) {
        this.writes = writes;
    }

    @Override
    public HealthCheckResponse call() {
        Optional<Refusal> refusal = writes.refusal();
        Duration lasts = refusal.map(Refusal::lasts).orElse(Duration.ZERO);
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("events are taken")
                .status(lasts.compareTo(REFUSED_MAX) < 0)
                .withData("secondsRefused", lasts.toSeconds());
        refusal.ifPresent(now -> answer.withData("reason", now.reason().toString()));
        return answer.build();
    }
}
