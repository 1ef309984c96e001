package io.downlink.emulator.faults;

import io.downlink.emulator.hub.ClientId;
import io.downlink.emulator.hub.DirectMethods;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.hub.MethodAnswer;
import io.downlink.emulator.hub.MethodCall;
import io.downlink.emulator.hub.Timers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/** Direct methods whose caller and device see different things: calls and answers that come too late. */
public final class CallFaults {
    private static final Logger LOGGER = Logger.getLogger(CallFaults.class);

    private final Faults faults;
    private final DirectMethods methods;
    private final Timers timers;

    CallFaults(Faults faults, DirectMethods methods, Timers timers) {
        this.faults = faults;
        this.methods = methods;
        this.timers = timers;
    }

    /** Calls a method as {@link DirectMethods#invoke} does. */
    public CompletionStage<MethodAnswer> invoke(ClientId client, MethodCall call, Request caller) {
        Strike<Kind.OnCall> strike = faults.strike(
                Kind.OnCall.class, Operation.METHODS, client.device().value());
        if (strike == null) {
            return methods.invoke(client, call, caller::gone);
        }
        return switch (strike.kind()) {
            case Kind.LateAnswer _ -> answeredLate(client, call, caller);
            case Kind.LateDelivery late -> deliveredLate(client, call, caller, late);
        };
    }

    private CompletionStage<MethodAnswer> answeredLate(ClientId client, MethodCall call, Request caller) {
        CompletableFuture<MethodAnswer> told = timeOut(call);
        methods.invoke(client, call, caller::gone).whenComplete((_, failure) -> {
            if (failure != null) {
                told.completeExceptionally(failure);
            }
        });
        return told;
    }

    private CompletionStage<MethodAnswer> deliveredLate(
            ClientId client, MethodCall call, Request caller, Kind.LateDelivery late) {
        return switch (late.ending()) {
            case CUT -> {
                caller.closeConnection();
                deliverAfter(late.delay(), client, call);
                yield new CompletableFuture<>();
            }
            case TIMED_OUT -> {
                deliverAfter(call.responseTimeout().plus(late.delay()), client, call);
                yield timeOut(call);
            }
        };
    }

    /** To a device that is not there any more it is not delivered, and there is nobody to tell. */
    private void deliverAfter(Duration delay, ClientId client, MethodCall call) {
        timers.after(delay, () -> {
            try {
                methods.invoke(client, call, () -> true);
            } catch (HubException refusal) {
                LOGGER.debugf("late delivery refused deviceId=%s reason=%s", client, refusal.error());
            }
        });
    }

    private CompletableFuture<MethodAnswer> timeOut(MethodCall call) {
        CompletableFuture<MethodAnswer> told = new CompletableFuture<>();
        timers.after(call.responseTimeout(), () -> told.completeExceptionally(HubException.notAnswered()));
        return told;
    }
}
