package io.downlink.gateway.dispatch;

import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandRequest.DirectMethod;
import io.downlink.contracts.json.ExactJson;
import io.downlink.gateway.dispatch.Step.Again;
import io.downlink.gateway.dispatch.Step.Ended;
import io.downlink.hub.HubException;
import io.downlink.hub.HubFailure;
import io.downlink.hub.MethodCall;
import io.downlink.hub.MethodResult;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * One direct method on its way to its device: attempt after attempt, until the command has ended.
 *
 * <p>Its steps follow each other, on whatever threads, and never overlap.
 */
final class MethodRun {
    private static final Logger LOGGER = Logger.getLogger(MethodRun.class);

    private final Received received;
    private final DirectMethod command;
    private final Hub hub;
    private final Rules rules;

    private Progress progress = Progress.NONE;
    private Duration pause = Duration.ZERO;

    MethodRun(Received received, DirectMethod command, Hub hub, Rules rules) {
        this.received = received;
        this.command = command;
        this.hub = hub;
        this.rules = rules;
    }

    Uni<CommandEvent> untilEnded() {
        return Uni.createFrom()
                .deferred(this::attempt)
                .repeat()
                .whilst(Again.class::isInstance)
                .select()
                .last()
                .toUni()
                .map(last -> ((Ended) last).event())
                .onFailure()
                .recoverWithItem(this::defect);
    }

    private Uni<Step> attempt() {
        return rules.pauses()
                .of(pause)
                .chain(() -> hub.permits().whileHolding(Uni.createFrom().deferred(this::callUnlessLate)));
    }

    /** The deadline is looked at last, after every wait: past it nothing is sent. */
    private Uni<Step> callUnlessLate() {
        Instant began = rules.clock().instant();
        if (!began.isBefore(command.terms().deadline())) {
            return Uni.createFrom().item(new Ended(rules.endings().late(received, progress, began)));
        }
        // What is wrong with the call itself is thrown here, before it counts as made.
        Uni<MethodResult> call = hub.client().invoke(callFor(command));
        progress = progress.calling();
        return call.map(result -> answered(result, began))
                .onFailure(HubException.class)
                .recoverWithItem(thrown -> failed(thrown.failure(), began));
    }

    private Step answered(MethodResult result, Instant began) {
        Instant now = rules.clock().instant();
        rules.meters().answered(hub, Duration.between(began, now));
        return new Ended(rules.endings().answered(received, progress, result, began, now));
    }

    private Step failed(HubFailure failure, Instant began) {
        Instant now = rules.clock().instant();
        rules.meters().failed(hub, failure, Duration.between(began, now));
        progress = progress.failed(failure);
        return rules.retry()
                .pauseAfter(failure, progress, command.terms(), now)
                .map(this::again)
                .orElseGet(() -> new Ended(rules.endings().gaveUp(received, progress, failure, now)));
    }

    private Step again(Duration time) {
        LOGGER.debugf(
                "command is tried again commandId=%s deviceId=%s hub=%s attempt=%d reason=%s pause=%s",
                command.id().commandId(), command.id().deviceId(), hub.name(), progress.calls(), progress.last(), time);
        pause = time;
        return new Again();
    }

    private CommandEvent defect(Throwable defect) {
        LOGGER.errorf(
                defect,
                "command ended by a defect commandId=%s deviceId=%s hub=%s attempt=%d",
                command.id().commandId(),
                command.id().deviceId(),
                hub.name(),
                progress.calls());
        return rules.endings().defect(received, progress, rules.clock().instant());
    }

    private static MethodCall callFor(DirectMethod command) {
        return new MethodCall(
                command.id().deviceId(),
                command.id().moduleId(),
                command.method().name(),
                ExactJson.text(command.method().payload()),
                command.method().connectTimeout(),
                command.method().responseTimeout());
    }
}
