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
    private volatile boolean gone;

    DeviceLink(String device, DeviceConnection connection, Faults faults, DeviceLinks links) {
        this.device = device;
        this.connection = connection;
        this.faults = faults;
        this.links = links;
    }

    String device() {
        return device;
    }

    /** Whether the connection was closed, by whomever. */
    boolean gone() {
        return gone;
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
        if (!muted) { // a fault strikes what is handed over then, if anything is
            connection.messageArrived();
        }
    }

    @Override
    public boolean handOver(MessageDelivery delivery) {
        return pass(Operation.CLOUD_TO_DEVICE, () -> connection.handOver(delivery));
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
        leave();
        connection.close();
    }

    @Override
    public void close(SessionEnd why) {
        leave();
        connection.close(why);
    }

    private void leave() {
        gone = true;
        links.remove(this);
    }

    /** Whether more can follow. */
    private boolean pass(Operation operation, Runnable delivery) {
        if (muted) {
            return false;
        }
        Strike<Kind.OnDelivery> strike = faults.strike(Kind.OnDelivery.class, operation, device);
        if (strike == null) {
            delivery.run();
            return true;
        }
        switch (strike.kind()) {
            case Kind.DropLinkBeforeDelivery _ -> connection.close(SessionEnd.CUT);
            case Kind.DropLinkAfterDelivery _ -> {
                delivery.run();
                connection.close(SessionEnd.CUT);
            }
        }
        return false;
    }
}
