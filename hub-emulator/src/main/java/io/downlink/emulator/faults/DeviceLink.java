package io.downlink.emulator.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.hub.DeviceConnection;
import io.downlink.emulator.hub.MessageDelivery;
import io.downlink.emulator.hub.MethodRequest;
import io.downlink.emulator.hub.SessionEnd;
import io.downlink.emulator.hub.Transport;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * The way to a device, on which deliveries may go wrong. A connection that a fault cuts is gone a moment later; until then
 * nothing more may get through.
 */
final class DeviceLink implements DeviceConnection {
    private static final Logger LOGGER = Logger.getLogger(DeviceLink.class);

    private final String device;
    private final DeviceConnection connection;
    private final Faults faults;
    private final DeviceLinks links;
    private volatile boolean muted; // its lock guards changes, so that one fault at most cuts the link
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
        return tryPass(Operation.CLOUD_TO_DEVICE, () -> connection.handOver(delivery));
    }

    @Override
    public void desiredChanged(ObjectNode patch, long version) {
        pass(Operation.TWINS, () -> connection.desiredChanged(patch, version));
    }

    @Override
    public void mute() {
        synchronized (this) {
            muted = true;
        }
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

    private void pass(Operation operation, Runnable delivery) {
        tryPass(operation, () -> {
            delivery.run();
            return true;
        });
    }

    /** Whether more can follow, as the delivery says if nothing strikes it. */
    private boolean tryPass(Operation operation, BooleanSupplier delivery) {
        Strike<Kind.OnDelivery> strike;
        synchronized (this) {
            if (muted) {
                return false;
            }
            strike = faults.strike(Kind.OnDelivery.class, operation, device);
            muted = strike != null;
        }
        if (strike == null) {
            return delivery.getAsBoolean();
        }
        boolean delivered = switch (strike.kind()) {
            case Kind.DropLinkBeforeDelivery _ -> false;
            case Kind.DropLinkAfterDelivery _ -> delivery.getAsBoolean();
        };
        LOGGER.debugf("link cut deviceId=%s operation=%s delivered=%s", device, operation, delivered);
        connection.close(SessionEnd.CUT);
        return false;
    }
}
