package io.downlink.emulator.http;

import io.downlink.emulator.faults.Faults;
import io.downlink.emulator.hub.ClientId;
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
        invoke(exchange, ClientId.of(exchange.variable(0), null));
    }

    void invokeOnModule(Exchange exchange) {
        invoke(exchange, ClientId.of(exchange.variable(0), exchange.variable(1)));
    }

    private void invoke(Exchange exchange, ClientId client) {
        hub.methods()
                .invoke(client, MethodBody.read(exchange.body()))
                .whenComplete((answer, failure) -> finish(exchange, client, answer, failure));
    }

    private void finish(
            Exchange exchange, ClientId client, @Nullable MethodAnswer answer, @Nullable Throwable failure) {
        if (answer != null && faults.closesInsteadOfAnswering(client.device())) {
            LOGGER.infof("fault: connection closed instead of the answer deviceId=%s", client);
            exchange.closeConnection();
        } else if (answer != null) {
            exchange.reply(200, null, MethodBody.write(answer));
        } else if (failure instanceof HubException refusal) {
            exchange.refuse(refusal);
        } else {
            LOGGER.error("direct method failed deviceId=" + client, failure);
            exchange.refuse(new HubException(HubError.SERVER_ERROR, "The emulator failed; its log says why."));
        }
    }
}
