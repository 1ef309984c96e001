package io.downlink.emulator.hub;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.virtual.Reaction;
import io.downlink.emulator.virtual.VirtualDevices;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Calls methods on virtual devices. Nothing is kept of a device: what a call leaves behind is a count, so a hub has as many
 * virtual devices as there are ids.
 */
final class VirtualMethods {
    /** What a device answers that does as it is told. */
    private static final int DONE = 200;

    /** What a device answers that fails. */
    private static final int FAILED = 500;

    private final VirtualDevices devices;
    private final Timers timers;
    private final MethodStatistics statistics;

    VirtualMethods(VirtualDevices devices, Timers timers, MethodStatistics statistics) {
        this.devices = devices;
        this.timers = timers;
        this.statistics = statistics;
    }

    /**
     * Calls a method.
     *
     * @return what becomes of it, as of any other call; nothing if the device is not virtual
     */
    Optional<CompletionStage<MethodAnswer>> invoke(ClientId id, MethodCall call) {
        if (id.module() != null) {
            return Optional.empty();
        }
        DeviceId device = id.device();
        return devices.call(device.value(), call.method(), call.payload()).map(reaction -> {
            statistics.started();
            PendingCall pending = new PendingCall(call, () -> {}, statistics::finished);
            follow(device, pending, reaction);
            return pending.outcome();
        });
    }

    private void follow(DeviceId device, PendingCall pending, Reaction reaction) {
        MethodCall call = pending.call();
        switch (reaction) {
            case Reaction.Offline _ -> after(call.connectTimeout(), pending::failNotOnline);
            case Reaction.Hang _ -> after(call.responseTimeout(), pending::failNotAnswered);
            case Reaction.Answer(var latency, var succeeded) -> {
                if (latency.compareTo(call.responseTimeout()) < 0) {
                    after(latency, () -> pending.answer(answer(device, call.method(), succeeded)));
                } else {
                    after(call.responseTimeout(), pending::failNotAnswered);
                }
            }
        }
    }

    private void after(Duration delay, Runnable action) {
        if (delay.isZero()) {
            action.run();
        } else {
            timers.after(delay, action);
        }
    }

    private static MethodAnswer answer(DeviceId device, String method, boolean succeeded) {
        ObjectNode payload = JsonNodeFactory.instance
                .objectNode()
                .put("device", device.value())
                .put("method", method);
        if (!succeeded) {
            payload.put("error", "The virtual device failed.");
        }
        return new MethodAnswer(succeeded ? DONE : FAILED, payload.toString());
    }
}
