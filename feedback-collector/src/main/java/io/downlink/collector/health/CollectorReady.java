package io.downlink.collector.health;

import io.downlink.collector.Pipelines;
import io.downlink.collector.receiving.Receiver;
import io.downlink.collector.receiving.ReceiverState.AwaitingKafka;
import io.downlink.collector.receiving.ReceiverState.Connected;
import io.downlink.collector.receiving.ReceiverState.Disconnected;
import io.downlink.collector.receiving.ReceiverState.Opening;
import io.downlink.collector.startup.Collector;
import io.downlink.collector.startup.Collector.State;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Up while feedback is received from whatever hub can be reached; how each stands is told beside.
 *
 * <p>A hub that is away does not take it down: nothing is sent to this service that could go elsewhere, another replica
 * would reach the hub no better, and the other hubs go on.
 */
@Readiness
@Singleton
class CollectorReady implements HealthCheck {
    private final Collector collector;
    private final Pipelines pipelines;

    CollectorReady(Collector collector, Pipelines pipelines) {
        this.collector = collector;
        this.pipelines = pipelines;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("feedback is collected")
                .status(collector.state() == State.RUNNING)
                .withData("state", collector.state().name());
        pipelines.receivers().forEach(receiver -> answer.withData("hub." + receiver.hub(), words(receiver)));
        return answer.build();
    }

    private static String words(Receiver receiver) {
        return switch (receiver.state()) {
            case Opening(var since) -> "opening since " + since;
            case Connected(var since) -> "connected since " + since;
            case Disconnected(var since, var reason, var detail) ->
                "not connected since %s: %s, %s".formatted(since, reason.wire(), detail);
            case AwaitingKafka(var since) -> "closed since %s: Kafka acknowledges no records".formatted(since);
        };
    }
}
