package io.downlink.emulator.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.hub.DeviceConnection;
import io.downlink.emulator.hub.MessageDelivery;
import io.downlink.emulator.hub.MethodRequest;
import io.downlink.emulator.hub.SessionEnd;
import io.downlink.emulator.hub.Transport;

/** The way to a device, on which deliveries may go wrong. */
final class DeviceLink implements DeviceConnection {
    private final String device;
    private final DeviceConnection connection;
    private final Faults faults;
    private final DeviceLinks links;
    private volatile boolean muted;

    DeviceLink(String device, DeviceConnection connection, Faults faults, DeviceLinks links) {
        this.device = device;
        this.connection = connection;
        this.faults = faults;
        this.links = links;
    }

    String device() {
        return device;
    }

    @Override
    public Transport transport() {
        return connection.transport();
    }

    @Override
    public void deliver(MethodRequest request) {
        pass(Operation.METHODS, () -> connection.deliver(request));
    }

    @Override
    public void deliver(MessageDelivery delivery) {
        pass(Operation.CLOUD_TO_DEVICE, () -> connection.deliver(delivery));
    }

    @Override
    public void messageArrived() {
        pass(Operation.CLOUD_TO_DEVICE, connection::messageArrived);
    }

    @Override
    public void desiredChanged(ObjectNode patch, long version) {
        pass(Operation.TWINS, () -> connection.desiredChanged(patch, version));
    }

    @Override
    public void mute() {
        muted = true;
        connection.mute();
    }

    @Override
    public void close() {
        links.remove(this);
        connection.close();
    }

    @Override
    public void close(SessionEnd why) {
        links.remove(this);
        connection.close(why);
    }

    private void pass(Operation operation, Runnable delivery) {
        if (muted) {
            return;
        }
        Strike<Kind.OnDelivery> strike = faults.strike(Kind.OnDelivery.class, operation, device);
        if (strike == null) {
            delivery.run();
            return;
        }
        switch (strike.kind()) {
            case Kind.DropLinkBeforeDelivery _ -> connection.close(SessionEnd.CUT);
            case Kind.DropLinkAfterDelivery _ -> {
                delivery.run();
                connection.close(SessionEnd.CUT);
            }
        }
    }
}
