package io.downlink.emulator.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.Messages;

/** What can be done with cloud-to-device messages over HTTPS. */
final class MessageOperations {
    private final Messages messages;

    MessageOperations(Messages messages) {
        this.messages = messages;
    }

    void purge(Exchange exchange) {
        DeviceId device = new DeviceId(exchange.variable(0));
        int purged = messages.purge(device);
        exchange.reply(
                200,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("deviceId", device.value())
                        .putNull("moduleId")
                        .put("totalMessagesPurged", purged));
    }
}
