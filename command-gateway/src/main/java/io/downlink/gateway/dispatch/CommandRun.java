package io.downlink.gateway.dispatch;

import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandRequest.Command;
import io.downlink.gateway.dispatch.Step.Again;
import io.downlink.gateway.dispatch.Step.Ended;
import io.downlink.hub.HubException;
import io.downlink.hub.HubFailure;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * One command on its way to its device: attempt after attempt, until the command has ended.
 *
 * <p>Its steps follow each other, on whatever threads, and never overlap.
 */
final class CommandRun {
    private static final Logger LOGGER = Logger.getLogger(CommandRun.class);

    private final Received received;
    private final Command command;
    private final Hub hub;
    private final Rules rules;

    private Operation operation;
    private Progress progress = Progress.NONE;
    private Duration pause = Duration.ZERO;

    CommandRun(Received received, Operation operation, Hub hub, Rules rules) {
        this.received = received;
        this.command = received.command();
        this.operation = operation;
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
        Uni<Outcome> call = operation.call(hub.client(), began);
        progress = progress.calling();
        return call.map(outcome -> succeeded(outcome, began))
                .onFailure(HubException.class)
                .recoverWithItem(thrown -> failed(thrown.failure(), began));
    }

    private Step succeeded(Outcome outcome, Instant began) {
        Instant now = rules.clock().instant();
        rules.meters().succeeded(hub, operation, outcome, Duration.between(began, now));
        return new Ended(rules.endings().succeeded(received, progress, outcome, began, now));
    }

    private Step failed(HubFailure failure, Instant began) {
        Instant now = rules.clock().instant();
        rules.meters().failed(hub, operation, failure, Duration.between(began, now));
        progress = progress.failed(failure);
        Optional<Operation> instead = operation.insteadAfter(failure);
        if (instead.isPresent()) {
            operation = instead.get();
            return again(Duration.ZERO);
        }
        return rules.retry()
                .pauseAfter(failure, progress, command.terms(), now)
                .map(this::again)
                .orElseGet(() -> new Ended(rules.endings().gaveUp(received, progress, failure, now)));
    }

    private Step again(Duration time) {
        LOGGER.debugf(
                "command is tried again commandId=%s deviceId=%s hub=%s operation=%s attempt=%d reason=%s pause=%s",
                command.id().commandId(),
                command.id().deviceId(),
                hub.name(),
                operation.label(),
                progress.calls(),
                progress.last(),
                time);
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
}
