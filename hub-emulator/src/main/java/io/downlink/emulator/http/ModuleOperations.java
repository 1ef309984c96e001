package io.downlink.emulator.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.downlink.emulator.hub.ClientId;
import io.downlink.emulator.hub.ClientSnapshot;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.hub.IfMatch;
import io.downlink.emulator.hub.ModuleId;
import io.downlink.emulator.hub.ModuleSpec;
import io.downlink.emulator.hub.Registry;

/** Module identities over HTTPS. */
final class ModuleOperations {
    private final Registry registry;

    ModuleOperations(Registry registry) {
        this.registry = registry;
    }

    void list(Exchange exchange) {
        ArrayNode modules = JsonNodeFactory.instance.arrayNode();
        registry.modules(device(exchange)).forEach(module -> modules.add(ModuleBody.write(module)));
        exchange.reply(200, modules);
    }

    void get(Exchange exchange) {
        reply(exchange, registry.get(new ClientId(device(exchange), module(exchange))));
    }

    void put(Exchange exchange) {
        ModuleSpec spec = ModuleBody.read(device(exchange), module(exchange), exchange.jsonObject());
        IfMatch condition = Conditions.ifMatch(exchange);
        reply(exchange, condition == null ? registry.create(spec) : registry.update(spec, condition));
    }

    void delete(Exchange exchange) {
        ClientId id = new ClientId(device(exchange), module(exchange));
        registry.delete(id, Conditions.required(exchange));
        exchange.reply(204);
    }

    /** The device, which must be there and enabled. To a token signed with a key the service does not say that it is not. */
    private DeviceId device(Exchange exchange) {
        DeviceId device = new DeviceId(exchange.variable(0));
        if (registry.isEnabled(device)) {
            return device;
        }
        throw exchange.isFromIdentityProvider()
                ? HubException.notFound(ClientId.of(device))
                : HubException.unauthorized();
    }

    private static ModuleId module(Exchange exchange) {
        return new ModuleId(exchange.variable(1));
    }

    private static void reply(Exchange exchange, ClientSnapshot module) {
        exchange.reply(200, ModuleBody.write(module), module.identity().etag());
    }
}
