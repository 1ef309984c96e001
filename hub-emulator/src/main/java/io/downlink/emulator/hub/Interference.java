package io.downlink.emulator.hub;

/** Lets somebody interfere with what the hub does, so that it goes wrong. Any thread calls it; it must not block. */
public interface Interference {
    /** Nobody does. */
    Interference NONE = new Interference() {};

    /** The connection that the hub is to use in the place of a client's own. */
    default DeviceConnection link(ClientId client, DeviceConnection connection) {
        return connection;
    }

    /** The client was refused: the hub does not use what {@link #link} gave it. */
    default void unlink(DeviceConnection link) {}

    /** How often a feedback record is told. */
    default int copies(FeedbackRecord record) {
        return 1;
    }
}
