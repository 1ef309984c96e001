package io.downlink.hub;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.hub.DeviceConnection;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.DeviceSpec;
import io.downlink.emulator.hub.MethodRequest;
import io.downlink.emulator.hub.Session;
import io.downlink.emulator.hub.Subscription;
import io.downlink.emulator.hub.Transport;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A device that is connected to the emulator without a protocol in between: MQTT topics have no place for ids such as
 * {@code a#b}. It answers each method with its own id.
 */
final class CoreDevice implements DeviceConnection, AutoCloseable {
    private final String id;
    private final Session session;
    private final List<MethodRequest> executed = new CopyOnWriteArrayList<>();

    CoreDevice(HubEmulator emulator, String id) {
        this.id = id;
        DeviceId device = new DeviceId(id);
        emulator.hub().registry().create(new DeviceSpec(device, null, true, null));
        session = emulator.hub().connect(device, this, true);
        session.subscribe(Subscription.DIRECT_METHODS);
        session.open();
    }

    List<MethodRequest> executed() {
        return executed;
    }

    @Override
    public Transport transport() {
        return Transport.MQTT;
    }

    @Override
    public void deliver(MethodRequest request) {
        executed.add(request);
        Thread.startVirtualThread(() -> session.answer(request.requestId(), 200, "\"" + id + "\""));
    }

    @Override
    public void desiredChanged(ObjectNode patch, long version) {
        // nobody changes them here
    }

    @Override
    public void close() {
        // the session's own end calls this; the emulator ends both when it closes
    }
}
