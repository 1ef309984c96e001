package io.downlink.collector.health;

import io.downlink.collector.Pipelines;
import io.downlink.collector.canary.CanaryState;
import io.downlink.collector.canary.CanaryState.Answered;
import io.downlink.collector.canary.CanaryState.Missed;
import io.downlink.collector.canary.CanaryState.Refused;
import io.downlink.collector.canary.CanaryState.Unsent;
import io.downlink.collector.group.Membership;
import io.downlink.collector.receiving.Receiver;
import io.downlink.collector.receiving.ReceiverState.AwaitingKafka;
import io.downlink.collector.receiving.ReceiverState.Connected;
import io.downlink.collector.receiving.ReceiverState.Disconnected;
import io.downlink.collector.receiving.ReceiverState.Opening;
import io.downlink.collector.receiving.ReceiverState.StandingBy;
import io.downlink.collector.startup.Collector;
import io.downlink.collector.startup.Collector.State;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Up while feedback is received from whatever hub can be reached, or another replica does so and this one stands by; how
 * each stands is told beside.
 *
 * <p>A hub that is away does not take it down: nothing is sent to this service that could go elsewhere, another replica
 * would reach the hub no better, and the other hubs go on.
 */
@Readiness
@Singleton
class CollectorReady implements HealthCheck {
    private final Collector collector;
    private final Membership membership;
    private final Pipelines pipelines;

    CollectorReady(Collector collector, Membership membership, Pipelines pipelines) {
        this.collector = collector;
        this.membership = membership;
        this.pipelines = pipelines;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("feedback is collected")
                .status(collector.state() == State.RUNNING)
                .withData("state", collector.state().name())
                .withData("works", membership.works());
        pipelines.receivers().forEach(receiver -> answer.withData("hub." + receiver.hub(), words(receiver)));
        pipelines.canaries().forEach((hub, canary) -> answer.withData("canary." + hub, words(canary)));
        return answer.build();
    }

    private static String words(Receiver receiver) {
        return switch (receiver.state()) {
            case StandingBy(var since) -> "stands by since " + since;
            case Opening(var since) -> "opening since " + since;
            case Connected(var since, var heard) -> "connected since %s, heard %s".formatted(since, heard);
            case Disconnected(var since, var reason, var detail) ->
                "not connected since %s: %s, %s".formatted(since, reason.wire(), detail);
            case AwaitingKafka(var since) -> "closed since %s: Kafka acknowledges no records".formatted(since);
        };
    }

    private static String words(CanaryState canary) {
        return switch (canary) {
            case Unsent _ -> "none sent yet";
            case Answered(var sent, var heard, var statusCode) ->
                "sent %s, feedback %s: %s".formatted(sent, heard, statusCode);
            case Missed(var sent) -> "sent %s, no feedback came in time".formatted(sent);
            case Refused(var at, var reason) -> "not sent %s: %s".formatted(at, reason.wire());
        };
    }
}
