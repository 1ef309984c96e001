package io.downlink.emulator.http;

import io.downlink.emulator.faults.Faults;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.Hub;
import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.hub.MethodAnswer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Direct methods over HTTPS. */
final class MethodOperations {
    private static final Logger LOGGER = Logger.getLogger(MethodOperations.class);

    private final Hub hub;
    private final Faults faults;

    MethodOperations(Hub hub, Faults faults) {
        this.hub = hub;
        this.faults = faults;
    }

    void invokeOnDevice(Exchange exchange) {
        DeviceId device = new DeviceId(exchange.variable(0));
        hub.methods()
                .invoke(device, MethodBody.read(exchange.body()))
                .whenComplete((answer, failure) -> finish(exchange, device, answer, failure));
    }

    /** There are no modules yet, so none is found. */
    void invokeOnModule(Exchange exchange) {
        DeviceId device = new DeviceId(exchange.variable(0));
        hub.registry().get(device);
        throw new HubException(
                HubError.MODULE_NOT_FOUND, "Module " + device + "/" + exchange.variable(1) + " not registered");
    }

    private void finish(
            Exchange exchange, DeviceId device, @Nullable MethodAnswer answer, @Nullable Throwable failure) {
        if (answer != null && faults.closesInsteadOfAnswering(device)) {
            LOGGER.infof("fault: connection closed instead of the answer deviceId=%s", device);
            exchange.closeConnection();
        } else if (answer != null) {
            exchange.reply(200, null, MethodBody.write(answer));
        } else if (failure instanceof HubException refusal) {
            exchange.refuse(refusal);
        } else {
            LOGGER.error("direct method failed deviceId=" + device, failure);
            exchange.refuse(new HubException(HubError.SERVER_ERROR, "The emulator failed; its log says why."));
        }
    }
}
