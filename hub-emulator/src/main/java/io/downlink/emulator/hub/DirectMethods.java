package io.downlink.emulator.hub;

import io.downlink.emulator.hub.Timers.Timer;
import java.util.concurrent.CompletionStage;

/** Calls methods on devices: each call reaches its device at most once and has one outcome. */
public final class DirectMethods {
    private final Registry registry;
    private final Timers timers;
    private final MethodStatistics statistics = new MethodStatistics();

    DirectMethods(Registry registry, Timers timers) {
        this.registry = registry;
        this.timers = timers;
    }

    /**
     * Calls a method. A device that is not there is waited for as long as the call's connect timeout allows.
     *
     * @return the device's answer, or a {@link HubException}: not online (404103), disconnected while it held the call
     *     (404104), no answer in time (504101). It completes on any thread, which must not be blocked
     * @throws HubException {@link HubError#DEVICE_NOT_FOUND}
     */
    public CompletionStage<MethodAnswer> invoke(DeviceId id, MethodCall call) {
        Device device = registry.find(id);
        statistics.started(device);
        PendingCall pending = new PendingCall(call, () -> statistics.finished(device));
        Timer connect = connectTimer(device, pending);
        Timer response = timers.after(
                call.responseTimeout(),
                () -> pending.fail(HubError.GATEWAY_TIMEOUT, "Timed out waiting for the response from device."));
        pending.outcome().whenComplete((_, _) -> {
            connect.cancel();
            response.cancel();
        });
        device.offer(pending);
        return pending.outcome();
    }

    /** What was counted since the start. */
    public MethodStatistics statistics() {
        return statistics;
    }

    private Timer connectTimer(Device device, PendingCall pending) {
        // Set before the response timer, so that of two equal timeouts "not online" is the one that is told.
        return pending.call().connectTimeout().isZero()
                ? () -> {}
                : timers.after(pending.call().connectTimeout(), () -> device.giveUp(pending));
    }
}
