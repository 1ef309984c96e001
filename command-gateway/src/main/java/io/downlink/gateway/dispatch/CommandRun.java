package io.downlink.gateway.dispatch;

import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandRequest.Command;
import io.downlink.gateway.cancelling.HeldCommand;
import io.downlink.gateway.dispatch.Step.Again;
import io.downlink.gateway.dispatch.Step.Ended;
import io.downlink.gateway.pacing.Ask;
import io.downlink.gateway.pacing.Permit;
import io.downlink.hub.HubException;
import io.downlink.hub.HubFailure;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One command on its way to its device: attempt after attempt, until the command has ended.
 *
 * <p>Its steps follow each other, on whatever threads, and never overlap.
 */
final class CommandRun {
    private static final Logger LOGGER = Logger.getLogger(CommandRun.class);

    /** How long leave to call may take to come, and stay unused. */
    private static final Duration START_WITHIN = Duration.ofSeconds(5);

    private final Received received;
    private final Command command;
    private final Hub hub;
    private final Rules rules;
    private final Leave leave;
    private final HeldCommand held;

    private Operation operation;
    private Progress progress;
    private Duration pause = Duration.ZERO;
    /** When the latest call that may have reached the device, or may still, has surely done so. */
    private Instant arrivedBy = Instant.MIN;
    /** Of the latest call, as long as nobody knows how it has ended. */
    private @Nullable Instant callBegan;

    CommandRun(Received received, Operation operation, Hub hub, Rules rules, Leave leave, HeldCommand held) {
        this.received = received;
        this.command = received.command();
        this.operation = operation;
        this.hub = hub;
        this.rules = rules;
        this.leave = leave;
        this.held = held;
        this.progress = Progress.before(leave.callsBefore(), leave.mayHaveBeenCalled());
    }

    Uni<CommandEvent> untilEnded() {
        return Uni.createFrom()
                .deferred(this::attempt)
                .chain(first -> switch (first) {
                    case Ended(CommandEvent event) -> Uni.createFrom().item(event);
                    case Again _ -> untilEndedAfterTheFirst();
                })
                .onFailure(failure -> !(failure instanceof LeaveRefusedException))
                .recoverWithItem(this::defect)
                .call(this::keepTheNextAway);
    }

    /** A loop, for there may be any number of attempts. Most commands need but one, and no loop. */
    private Uni<CommandEvent> untilEndedAfterTheFirst() {
        return Uni.createFrom()
                .deferred(this::attempt)
                .repeat()
                .whilst(Again.class::isInstance)
                .select()
                .last()
                .toUni()
                .map(last -> ((Ended) last).event());
    }

    private Uni<Step> attempt() {
        Duration late = leave.earlierCallLeft();
        return rules.pauses()
                .of(late.compareTo(pause) > 0 ? late : pause)
                .chain(() -> rules.lease().held(received.partition()))
                .chain(() -> hub.pacer().inTurn(ask(), this::askForLeave));
    }

    /** A call in doubt may still reach the device, after it was told of. */
    private Uni<Void> keepTheNextAway(CommandEvent event) {
        return event instanceof CommandEvent.InDoubt
                        && arrivedBy.isAfter(rules.clock().instant())
                ? leave.mayArrive(arrivedBy)
                : Uni.createFrom().voidItem();
    }

    private Ask ask() {
        return new Ask(
                operation.operationClass(),
                received.partition(),
                operation.bytes(),
                command.terms().priority(),
                command.terms().deadline());
    }

    private Uni<Step> askForLeave(Permit permit) {
        Instant now = rules.clock().instant();
        if (!held.starts()) {
            return cancelled(now);
        }
        if (isLate(now)) {
            return late(now);
        }
        Instant startBy = now.plus(START_WITHIN);
        return leave.toCall(startBy.plus(operation.lasts())).chain(() -> callUnlessLate(permit, startBy));
    }

    /**
     * The deadline is looked at last, after every wait: past it nothing is sent. Nor is anything that was taken back, or
     * would reach the device later than whoever gave leave was told, or is another replica's to send by now.
     */
    private Uni<Step> callUnlessLate(Permit permit, Instant startBy) {
        Instant began = rules.clock().instant();
        if (isLate(began)) {
            return late(began);
        }
        if (began.isAfter(startBy) || !rules.lease().holds(received.partition())) {
            return Uni.createFrom().item(handBackAndAgain(Duration.ZERO));
        }
        if (!held.calling()) {
            leave.handBack();
            return cancelled(began);
        }
        // What is wrong with the call itself is thrown here, before it counts as made.
        Uni<Outcome> call = rules.tracing()
                .call(received.meta(), hub.name(), operation.label(), () -> operation.call(hub.client(), began));
        progress = progress.calling();
        callBegan = began;
        return call.map(outcome -> succeeded(outcome, permit, began))
                .onFailure(HubException.class)
                .recoverWithItem(thrown -> failed(thrown.failure(), permit, began));
    }

    private boolean isLate(Instant now) {
        return !now.isBefore(command.terms().deadline());
    }

    private Uni<Step> late(Instant now) {
        return Uni.createFrom().item(new Ended(rules.endings().late(received, progress, now)));
    }

    private Uni<Step> cancelled(Instant now) {
        return Uni.createFrom().item(new Ended(rules.endings().cancelled(received, progress.calls(), now)));
    }

    private Step succeeded(Outcome outcome, Permit permit, Instant began) {
        Instant now = rules.clock().instant();
        callBegan = null;
        permit.ended(began, CallEnds.of(outcome));
        rules.meters().succeeded(hub, operation, outcome, Duration.between(began, now));
        return new Ended(rules.endings().succeeded(received, progress, outcome, began, now));
    }

    private Step failed(HubFailure failure, Permit permit, Instant began) {
        Instant now = rules.clock().instant();
        if (failure.mayHaveExecuted()) {
            arrivedBy = began.plus(operation.arrivesWithin());
        }
        callBegan = null; // last: whatever breaks from here on, the lane stays closed
        permit.ended(began, CallEnds.of(failure));
        rules.meters().failed(hub, operation, failure, Duration.between(began, now));
        progress = progress.failed(failure, permit.probe());
        Optional<Operation> instead = operation.insteadAfter(failure);
        if (instead.isPresent()) {
            operation = instead.get();
            return handBackAndAgain(Duration.ZERO);
        }
        return rules.retry()
                .pauseAfter(failure, progress, command.terms(), now)
                .map(time -> waitAndAgain(failure, time))
                .orElseGet(() -> new Ended(rules.endings().gaveUp(received, progress, failure, now)));
    }

    private Step handBackAndAgain(Duration time) {
        leave.handBack();
        held.waits(progress.calls(), progress.doubt() != null);
        return again(time);
    }

    private Step waitAndAgain(HubFailure failure, Duration time) {
        Step again = handBackAndAgain(time);
        leave.waits(failure, progress.attempts() > 0);
        return again;
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
        if (callBegan != null) {
            arrivedBy = callBegan.plus(operation.arrivesWithin());
        }
        return rules.endings().defect(received, progress, rules.clock().instant());
    }
}
