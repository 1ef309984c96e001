package io.downlink.emulator.hub;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection that keeps what it was given. */
public final class FakeConnection implements DeviceConnection {
    public final List<MethodRequest> requests = new ArrayList<>();
    public final List<MessageDelivery> messages = new ArrayList<>();
    public final List<String> desired = new ArrayList<>();
    public boolean closed;
    public @Nullable SessionEnd why;

    /** What a front end does once its connection is gone. */
    public Runnable onClose = () -> {};

    @Override
    public Transport transport() {
        return Transport.MQTT;
    }

    @Override
    public void deliver(MethodRequest request) {
        requests.add(request);
    }

    @Override
    public void deliver(MessageDelivery delivery) {
        messages.add(delivery);
    }

    @Override
    public void desiredChanged(ObjectNode patch, long version) {
        desired.add(version + " " + patch);
    }

    @Override
    public void messageArrived() {} // and nobody takes it

    @Override
    public void close() {
        close(SessionEnd.LEFT);
    }

    @Override
    public void close(SessionEnd reason) {
        boolean first = !closed;
        closed = true;
        why = reason;
        if (first) {
            onClose.run();
        }
    }
}
