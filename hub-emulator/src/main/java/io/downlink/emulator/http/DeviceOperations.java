package io.downlink.emulator.http;

import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.hub.MessageDelivery;
import io.downlink.emulator.hub.Messages;

/** What a device does with messages over HTTPS. */
final class DeviceOperations {
    private final Messages messages;
    private final DeviceGate gate;

    DeviceOperations(Messages messages, DeviceGate gate) {
        this.messages = messages;
        this.gate = gate;
    }

    void send(Exchange exchange) {
        DeviceId device = gate.admit(exchange);
        messages.accept(device, TelemetryBody.size(exchange));
        exchange.reply(204);
    }

    void receive(Exchange exchange) {
        MessageDelivery delivery = messages.receive(gate.admit(exchange));
        if (delivery == null) {
            exchange.reply(204);
        } else {
            exchange.replyBytes(
                    200, MessageHeaders.of(delivery), delivery.message().bytes());
        }
    }

    /** The Java SDK writes the parameter with an encoded question mark before it. */
    void completeOrReject(Exchange exchange) {
        DeviceId device = gate.admit(exchange);
        if (exchange.parameter("reject") != null || exchange.parameter("?reject") != null) {
            messages.reject(device, lock(exchange));
        } else {
            messages.complete(device, lock(exchange));
        }
        exchange.reply(204);
    }

    void abandon(Exchange exchange) {
        messages.abandon(gate.admit(exchange), lock(exchange));
        exchange.reply(204);
    }

    private static long lock(Exchange exchange) {
        try {
            return Long.parseLong(exchange.variable(1));
        } catch (NumberFormatException never) {
            throw new HubException(HubError.DEVICE_MESSAGE_LOCK_LOST, "The message is not locked with this token.");
        }
    }
}
