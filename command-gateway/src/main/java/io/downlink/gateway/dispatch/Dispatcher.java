package io.downlink.gateway.dispatch;

import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandEvent.Failed;
import io.downlink.contracts.commands.CommandRequest.CloudToDevice;
import io.downlink.contracts.commands.CommandRequest.DirectMethod;
import io.downlink.contracts.commands.Reason;
import io.downlink.gateway.outcome.Causes;
import io.downlink.service.pauses.Pauses;
import io.smallrye.mutiny.Uni;
import java.time.Clock;

/** Carries commands to their hubs. */
public final class Dispatcher {
    private final Hubs hubs;
    private final Rules rules;

    public Dispatcher(Hubs hubs, RetryPolicy retry, Pauses pauses, CallMeters meters, Clock clock) {
        this.hubs = hubs;
        this.rules = new Rules(retry, new Endings(), pauses, meters, clock);
    }

    /**
     * Carries a command out, with every attempt and wait that its terms allow.
     *
     * @return the command's final event; never ends if the gateway stops before the command is decided, so that its
     *     record is read again
     */
    public Uni<CommandEvent> dispatch(Received received) {
        return Uni.createFrom().deferred(() -> switch (received.command()) {
            case DirectMethod method -> carryOut(received, new InvokeMethod(method));
            case CloudToDevice message -> carryOut(received, new SendMessage(message));
        });
    }

    private Uni<CommandEvent> carryOut(Received received, Operation operation) {
        String name = received.command().id().hub();
        return hubs.named(name)
                .map(hub -> new CommandRun(received, operation, hub, rules).untilEnded())
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
