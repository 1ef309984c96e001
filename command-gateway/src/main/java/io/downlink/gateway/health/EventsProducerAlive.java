package io.downlink.gateway.health;

import io.downlink.gateway.lease.EventWrites;
import io.downlink.gateway.lease.Refusal;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Down when every event has been refused for a while, as by a producer that is in a state of no return: then a new start
 * helps. A topic that Kafka forbids it forbids after a new start too, and that shows in {@link EventsTaken} alone.
 */
@Liveness
@Singleton
class EventsProducerAlive implements HealthCheck {
    /**
     * Where a right or a password is missing, each new start ends here again, and has moved partitions and read their past
     * for nothing: rather seldom than soon. Not being ready tells of it long before.
     */
    private static final Duration REFUSED_MAX = Duration.ofMinutes(5);

    private final EventWrites writes;

    EventsProducerAlive(EventWrites writes) {
        this.writes = writes;
    }

    @Override
    public HealthCheckResponse call() {
        Duration curable = writes.refusal().map(Refusal::curable).orElse(Duration.ZERO);
        return HealthCheckResponse.named("producer of events")
                .status(curable.compareTo(REFUSED_MAX) < 0)
                .withData("secondsRefused", curable.toSeconds())
                .build();
    }
}
