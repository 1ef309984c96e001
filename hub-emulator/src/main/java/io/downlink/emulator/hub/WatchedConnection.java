package io.downlink.emulator.hub;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A connection whose end is among the recent operations. Who ends it and who hears of it both close it, so only the first
 * reason counts.
 */
final class WatchedConnection implements DeviceConnection {
    private final DeviceConnection connection;
    private final ClientId client;
    private final RecentOperations operations;
    private final AtomicBoolean over = new AtomicBoolean();

    WatchedConnection(DeviceConnection connection, ClientId client, RecentOperations operations) {
        this.connection = connection;
        this.client = client;
        this.operations = operations;
    }

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
        close(SessionEnd.LEFT);
    }

    @Override
    public void close(SessionEnd why) {
        if (!over.getAndSet(true)) {
            operations.add("disconnect", client.toString(), why.name().toLowerCase(Locale.ROOT));
        }
        connection.close(why);
    }
}
