package io.downlink.emulator.hub;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The way from the hub to a connected device or module; a front end implements it. No method may block or call the hub back. */
public interface DeviceConnection {
    /** What the client is connected by. */
    Transport transport();

    /** Sends a direct method; a connection that is gone drops it. */
    void deliver(MethodRequest request);

    /**
     * Sends a message; a connection that is gone drops it. Nobody calls this who did not subscribe to messages, so only
     * connections that do need it.
     */
    default void deliver(MessageDelivery delivery) {
        throw new UnsupportedOperationException("subscribed to messages, and cannot take them");
    }

    /**
     * Tells that there are messages to take. Nobody calls this who did not subscribe to them on demand, so only connections
     * that do need it.
     */
    default void messageArrived() {
        throw new UnsupportedOperationException("subscribed to messages on demand, and cannot take them");
    }

    /**
     * Sends a message that it has just asked for by {@link Session#deliverNextMessage}, on the same thread. Unlike the
     * others this method may call the hub back.
     *
     * @return false: the connection is about to end, and must ask for no more
     */
    default boolean handOver(MessageDelivery delivery) {
        throw new UnsupportedOperationException("asked for a message, and cannot take it");
    }

    /**
     * Tells the device what changed in its desired properties.
     *
     * @param version the properties' version after the change
     */
    void desiredChanged(ObjectNode patch, long version);

    /** Keeps the connection, and neither says nor hears anything on it any more; does nothing where faults do not reach. */
    default void mute() {}

    /** Ends the connection, or the part of it that is this client's. */
    void close();

    /** Does the same where the client can be told why. */
    default void close(SessionEnd why) {
        close();
    }
}
