package io.downlink.emulator.http;

import io.downlink.emulator.hub.ClientId;
import io.downlink.emulator.hub.IfMatch;
import io.downlink.emulator.hub.TwinDocument;
import io.downlink.emulator.hub.TwinSnapshot;
import io.downlink.emulator.hub.Twins;

/** Twins over HTTPS. */
final class TwinOperations {
    private final Twins twins;

    TwinOperations(Twins twins) {
        this.twins = twins;
    }

    void get(Exchange exchange) {
        reply(exchange, twins.get(client(exchange)));
    }

    void patch(Exchange exchange) {
        change(exchange, false);
    }

    void replace(Exchange exchange) {
        change(exchange, true);
    }

    private void change(Exchange exchange, boolean replace) {
        IfMatch condition = Conditions.ifMatch(exchange);
        reply(
                exchange,
                twins.change(
                        client(exchange),
                        TwinBody.read(exchange.jsonObject(), replace),
                        condition == null ? IfMatch.ANY : condition));
    }

    /** A device's path has one variable, a module's has two. */
    private static ClientId client(Exchange exchange) {
        return ClientId.of(exchange.variable(0), exchange.variables() > 1 ? exchange.variable(1) : null);
    }

    private static void reply(Exchange exchange, TwinSnapshot twin) {
        exchange.reply(200, TwinDocument.of(twin), twin.etag());
    }
}
