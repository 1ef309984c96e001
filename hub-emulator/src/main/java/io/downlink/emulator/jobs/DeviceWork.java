package io.downlink.emulator.jobs;

import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.Hub;
import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.hub.IfMatch;
import io.downlink.emulator.hub.MethodCall;
import io.downlink.emulator.throttling.OperationClass;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/** Does with one device what a job is for. */
record DeviceWork(Hub hub) {
    private static final Logger LOGGER = Logger.getLogger(DeviceWork.class);

    /** Returns what became of it; it never fails. */
    CompletionStage<DeviceOutcome> start(JobAction action, DeviceId device) {
        return CompletableFuture.completedStage(device)
                .thenCompose(target -> {
                    hub.admission().check(OperationClass.JOB_DEVICE_OPERATIONS, 0);
                    return carryOut(action, target);
                })
                .exceptionally(failure -> new DeviceOutcome.Failed(error(device, failure)));
    }

    private CompletionStage<DeviceOutcome> carryOut(JobAction action, DeviceId device) {
        return switch (action) {
            case JobAction.CallMethod(var call) -> call(call, device);
            case JobAction.UpdateTwin(var change) -> {
                hub.twins().change(device, change, IfMatch.ANY);
                yield CompletableFuture.completedStage(new DeviceOutcome.Succeeded(null));
            }
        };
    }

    private CompletionStage<DeviceOutcome> call(MethodCall call, DeviceId device) {
        return hub.methods().invoke(device, call).thenApply(DeviceOutcome.Succeeded::new);
    }

    private static DeviceJobError error(DeviceId device, Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        if (cause instanceof HubException refusal) {
            return new DeviceJobError(refusal.error(), String.valueOf(refusal.getMessage()));
        }
        LOGGER.error("job failed deviceId=" + device, failure);
        return new DeviceJobError(HubError.SERVER_ERROR, "The emulator failed; its log says why.");
    }
}
