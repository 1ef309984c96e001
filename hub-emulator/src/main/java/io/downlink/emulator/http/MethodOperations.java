package io.downlink.emulator.http;

import io.downlink.emulator.faults.CallFaults;
import io.downlink.emulator.hub.ClientId;
import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.hub.MethodAnswer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Direct methods over HTTPS. */
final class MethodOperations {
    private static final Logger LOGGER = Logger.getLogger(MethodOperations.class);

    private final CallFaults calls;

    MethodOperations(CallFaults calls) {
        this.calls = calls;
    }

    void invokeOnDevice(Exchange exchange) {
        invoke(exchange, ClientId.of(exchange.variable(0), null));
    }

    void invokeOnModule(Exchange exchange) {
        invoke(exchange, ClientId.of(exchange.variable(0), exchange.variable(1)));
    }

    private void invoke(Exchange exchange, ClientId client) {
        calls.invoke(client, MethodBody.read(exchange.body()), exchange)
                .whenComplete((answer, failure) -> finish(exchange, client, answer, failure));
    }

    private void finish(
            Exchange exchange, ClientId client, @Nullable MethodAnswer answer, @Nullable Throwable failure) {
        if (answer != null) {
            exchange.reply(200, null, MethodBody.write(answer));
        } else if (failure instanceof HubException refusal) {
            exchange.refuse(refusal);
        } else {
            LOGGER.error("direct method failed deviceId=" + client, failure);
            exchange.refuse(new HubException(HubError.SERVER_ERROR, "The emulator failed; its log says why."));
        }
    }
}
