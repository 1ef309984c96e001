package io.downlink.emulator.hub;

import io.downlink.emulator.hub.Timers.Timer;
import io.downlink.emulator.virtual.VirtualDevices;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/** Calls methods on devices and modules: each call reaches its client at most once and has one outcome. */
public final class DirectMethods {
    private final Registry registry;
    private final Timers timers;
    private final VirtualMethods virtual;
    private final MethodStatistics statistics = new MethodStatistics();

    DirectMethods(Registry registry, VirtualDevices virtualDevices, Timers timers) {
        this.registry = registry;
        this.timers = timers;
        this.virtual = new VirtualMethods(virtualDevices, timers, statistics);
    }

    /**
     * Calls a method. A client that is not there is waited for as long as the call's connect timeout allows.
     *
     * @return the client's answer, or a {@link HubException}: not online (404103), disconnected while it held the call
     *     (404104), no answer in time (504101). It completes on any thread, which must not be blocked
     * @throws HubException {@link HubError#DEVICE_NOT_FOUND} or {@link HubError#MODULE_NOT_FOUND}
     */
    public CompletionStage<MethodAnswer> invoke(ClientId id, MethodCall call) {
        return invoke(id, call, () -> false);
    }

    /**
     * Does the same, and counts the call if it is delivered after its caller has gone.
     *
     * @param callerGone whether nobody waits for the outcome any more
     */
    public CompletionStage<MethodAnswer> invoke(ClientId id, MethodCall call, BooleanSupplier callerGone) {
        return registry.isDisabled(id.device()) // also a virtual one is not there then
                ? invokeRegistered(id, call, callerGone)
                : virtual.invoke(id, call).orElseGet(() -> invokeRegistered(id, call, callerGone));
    }

    private CompletionStage<MethodAnswer> invokeRegistered(ClientId id, MethodCall call, BooleanSupplier callerGone) {
        Client client = registry.find(id);
        statistics.started(client);
        PendingCall pending =
                new PendingCall(call, () -> statistics.delivered(callerGone), () -> statistics.finished(client));
        Timer connect = connectTimer(client, pending);
        Timer response = timers.after(call.responseTimeout(), pending::failNotAnswered);
        pending.outcome().whenComplete((_, _) -> {
            connect.cancel();
            response.cancel();
        });
        client.offer(pending);
        return pending.outcome();
    }

    /** Calls a method on a device, as {@link #invoke(ClientId, MethodCall)} does. */
    public CompletionStage<MethodAnswer> invoke(DeviceId device, MethodCall call) {
        return invoke(ClientId.of(device), call);
    }

    /** What was counted since the start. */
    public MethodStatistics statistics() {
        return statistics;
    }

    private Timer connectTimer(Client client, PendingCall pending) {
        // Set before the response timer, so that of two equal timeouts "not online" is the one that is told.
        return pending.call().connectTimeout().isZero()
                ? () -> {}
                : timers.after(pending.call().connectTimeout(), () -> client.giveUp(pending));
    }
}
