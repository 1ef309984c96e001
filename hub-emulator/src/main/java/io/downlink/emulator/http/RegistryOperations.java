package io.downlink.emulator.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.downlink.emulator.hub.ClientSnapshot;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.DeviceSpec;
import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.hub.IfMatch;
import io.downlink.emulator.hub.Registry;
import org.jspecify.annotations.Nullable;

/** Device identities over HTTPS. */
final class RegistryOperations {
    private static final int LIST_MAX = 1000;

    private final Registry registry;

    RegistryOperations(Registry registry) {
        this.registry = registry;
    }

    void get(Exchange exchange) {
        reply(exchange, registry.get(new DeviceId(exchange.variable(0))));
    }

    void put(Exchange exchange) {
        DeviceSpec spec = DeviceBody.read(new DeviceId(exchange.variable(0)), exchange.jsonObject());
        IfMatch condition = Conditions.ifMatch(exchange);
        reply(exchange, condition == null ? registry.create(spec) : registry.update(spec, condition));
    }

    void delete(Exchange exchange) {
        DeviceId id = new DeviceId(exchange.variable(0));
        registry.delete(id, Conditions.required(exchange));
        exchange.reply(204);
    }

    void list(Exchange exchange) {
        ArrayNode devices = JsonNodeFactory.instance.arrayNode();
        registry.list(top(exchange.parameter("top"))).forEach(device -> devices.add(DeviceBody.write(device)));
        exchange.reply(200, devices);
    }

    void deviceStatistics(Exchange exchange) {
        Registry.Counts counts = registry.counts();
        exchange.reply(
                200,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("totalDeviceCount", counts.total())
                        .put("enabledDeviceCount", counts.enabled())
                        .put("enableDeviceCount", counts.enabled()) // the name that the Java SDK reads
                        .put("disabledDeviceCount", counts.total() - counts.enabled()));
    }

    void serviceStatistics(Exchange exchange) {
        exchange.reply(
                200,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("connectedDeviceCount", registry.counts().connected()));
    }

    private static void reply(Exchange exchange, ClientSnapshot device) {
        exchange.reply(200, DeviceBody.write(device), device.identity().etag());
    }

    private static int top(@Nullable String text) {
        if (text == null) {
            return LIST_MAX;
        }
        try {
            int top = Integer.parseInt(text);
            if (top >= 1 && top <= LIST_MAX) {
                return top;
            }
        } catch (NumberFormatException notNumber) {
            throw invalidTop();
        }
        throw invalidTop();
    }

    private static HubException invalidTop() {
        return new HubException(HubError.ARGUMENT_INVALID, "top must be within [1; " + LIST_MAX + "].");
    }
}
