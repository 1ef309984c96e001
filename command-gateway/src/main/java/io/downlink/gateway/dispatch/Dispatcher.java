package io.downlink.gateway.dispatch;

import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandEvent.Failed;
import io.downlink.contracts.commands.CommandRequest.CloudToDevice;
import io.downlink.contracts.commands.CommandRequest.DirectMethod;
import io.downlink.contracts.commands.Reason;
import io.downlink.gateway.cancelling.HeldCommand;
import io.downlink.gateway.outcome.Causes;
import io.downlink.gateway.tracing.Tracing;
import io.downlink.service.pauses.Pauses;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Carries commands to their hubs. */
public final class Dispatcher {
    /** Clocks differ, and what is on its way arrives. */
    static final Duration SURELY = Duration.ofSeconds(5);

    private final Hubs hubs;
    private final Rules rules;

    /** Follows no command. */
    public Dispatcher(Hubs hubs, RetryPolicy retry, Pauses pauses, Lease lease, CallMeters meters, Clock clock) {
        this(hubs, retry, pauses, lease, meters, Tracing.OFF, clock);
    }

    public Dispatcher(
            Hubs hubs, RetryPolicy retry, Pauses pauses, Lease lease, CallMeters meters, Tracing tracing, Clock clock) {
        this.hubs = hubs;
        this.rules = new Rules(retry, new Endings(), pauses, lease, meters, tracing, clock);
    }

    /** What follows the calls; who reads the commands asks it to follow these, too. */
    public Tracing tracing() {
        return rules.tracing();
    }

    /**
     * Carries a command out, with every attempt and wait that its terms allow.
     *
     * @param leave asked for before each attempt
     * @param held lets the command be taken back while no call is open
     * @return the command's final event; fails with {@link LeaveRefusedException} where the command may not be called from
     *     here any more, and never ends if the gateway stops before the command is decided: then its record is read again
     */
    public Uni<CommandEvent> dispatch(Received received, Leave leave, HeldCommand held) {
        held.waits(leave.callsBefore(), leave.mayHaveBeenCalled());
        Uni<CommandEvent> work = Uni.createFrom().deferred(() -> switch (received.command()) {
            case DirectMethod method -> carryOut(received, InvokeMethod.of(method), leave, held);
            case CloudToDevice message -> carryOut(received, SendMessage.of(message), leave, held);
        });
        return held.unlessCancelled(work, calls -> cancelled(received, calls));
    }

    /** Ends a command that was taken back. */
    public CommandEvent cancelled(Received received, int calls) {
        return rules.endings().cancelled(received, calls, rules.clock().instant());
    }

    /**
     * Ends a command whose call was interrupted, and nobody can tell whether the device has acted.
     *
     * @param callEndsBy when the call has ended
     * @return the command's final event, a little later than that: until then a call of the same device could meet this one
     */
    public Uni<CommandEvent> interrupted(Received received, Instant callEndsBy) {
        Duration left = Duration.between(rules.clock().instant(), callEndsBy.plus(SURELY));
        return rules.pauses().of(left.isNegative() ? Duration.ZERO : left).map(_ -> interruptedNow(received));
    }

    /** As {@link #interrupted}, of a command whose call can no longer arrive. */
    public CommandEvent interruptedNow(Received received) {
        return rules.endings().interrupted(received, rules.clock().instant());
    }

    /**
     * Ends a command whose deadline passed while it waited, without a call that counted.
     *
     * @param leave says whether it may have been called before: then it is in doubt
     * @param calls how often the hub was called in vain
     * @param reason what it waited for
     */
    public CommandEvent expired(Received received, Leave leave, int calls, Reason reason) {
        return leave.mayHaveBeenCalled()
                ? interruptedNow(received)
                : rules.endings().expired(received, calls, reason, rules.clock().instant());
    }

    /** Ends a command that is so old that nobody can tell any more whether it was begun before. */
    public CommandEvent forgotten(Received received) {
        return rules.endings().forgotten(received, rules.clock().instant());
    }

    private Uni<CommandEvent> carryOut(Received received, Operation operation, Leave leave, HeldCommand held) {
        String name = received.command().id().hub();
        return hubs.named(name)
                .map(hub -> new CommandRun(received, operation, hub, rules, leave, held).untilEnded())
                .orElseGet(() -> refused(
                        received,
                        Reason.HUB_UNKNOWN,
                        "No hub \"%s\" is configured under downlink.hubs.".formatted(name)));
    }

    /** Nothing was called, and nothing will be. */
    private Uni<CommandEvent> refused(Received received, Reason reason, String detail) {
        return Uni.createFrom().item(new Failed(received.about(rules.clock().instant(), 0), Causes.of(reason, detail)));
    }
}
