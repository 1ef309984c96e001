package io.downlink.emulator.http;

import io.downlink.emulator.hub.DeviceId;
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
        reply(exchange, twins.get(new DeviceId(exchange.variable(0))));
    }

    void patch(Exchange exchange) {
        change(exchange, false);
    }

    void replace(Exchange exchange) {
        change(exchange, true);
    }

    private void change(Exchange exchange, boolean replace) {
        DeviceId id = new DeviceId(exchange.variable(0));
        IfMatch condition = Conditions.ifMatch(exchange);
        reply(
                exchange,
                twins.change(
                        id,
                        TwinBody.read(exchange.jsonObject(), replace),
                        condition == null ? IfMatch.ANY : condition));
    }

    private static void reply(Exchange exchange, TwinSnapshot twin) {
        exchange.reply(200, TwinDocument.of(twin), twin.etag());
    }
}
