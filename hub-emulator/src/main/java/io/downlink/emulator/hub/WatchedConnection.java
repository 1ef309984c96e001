package io.downlink.emulator.hub;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** A connection whose end is among the recent operations. */
record WatchedConnection(DeviceConnection connection, ClientId client, RecentOperations operations)
        implements DeviceConnection {
    @Override
    public Transport transport() {
        return connection.transport();
    }

    @Override
    public void deliver(MethodRequest request) {
        connection.deliver(request);
    }

    @Override
    public void deliver(MessageDelivery delivery) {
        connection.deliver(delivery);
    }

    @Override
    public void messageArrived() {
        connection.messageArrived();
    }

    @Override
    public boolean handOver(MessageDelivery delivery) {
        return connection.handOver(delivery);
    }

    @Override
    public void desiredChanged(ObjectNode patch, long version) {
        connection.desiredChanged(patch, version);
    }

    @Override
    public void mute() {
        connection.mute();
    }

    @Override
    public void close() {
        connection.close();
    }

    @Override
    public void close(SessionEnd why) {
        operations.add("disconnect", client.toString(), why.name().toLowerCase(Locale.ROOT));
        connection.close(why);
    }
}
