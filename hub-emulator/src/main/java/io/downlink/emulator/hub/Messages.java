package io.downlink.emulator.hub;

import io.downlink.emulator.throttling.OperationClass;
import org.jspecify.annotations.Nullable;

/** Sends messages from the cloud to devices and modules, which get them when they are there. */
public final class Messages {
    private static final String SEND = "send message";

    private final Registry registry;
    private final Admission admission;
    private final MessageStatistics statistics;
    private final RecentOperations operations;

    Messages(Registry registry, Admission admission, MessageStatistics statistics, RecentOperations operations) {
        this.registry = registry;
        this.admission = admission;
        this.statistics = statistics;
        this.operations = operations;
    }

    /**
     * Puts a message into the queue of a device or a module.
     *
     * @throws HubException {@link HubError#DEVICE_NOT_FOUND} or {@link HubError#MODULE_NOT_FOUND} if it is unknown or its
     *     device disabled, {@link HubError#DEVICE_MAXIMUM_QUEUE_DEPTH_EXCEEDED} or {@link HubError#INVALID_MESSAGE_EXPIRY_TIME},
     *     or what {@link Admission} refuses with
     */
    public void send(ClientId client, CloudToDeviceMessage message) {
        try {
            admission.check(OperationClass.C2D_SENDS, message.body().remaining());
            registry.find(client).enqueue(message);
            operations.add(SEND, client.toString(), "enqueued");
        } catch (HubException refused) {
            operations.add(SEND, client.toString(), refused.error().symbol());
            throw refused;
        }
    }

    /** Sends to a device, as {@link #send(ClientId, CloudToDeviceMessage)} does. */
    public void send(DeviceId device, CloudToDeviceMessage message) {
        send(ClientId.of(device), message);
    }

    /**
     * Takes all messages out of a device's queue.
     *
     * @return how many there were
     * @throws HubException {@link HubError#DEVICE_NOT_FOUND}
     */
    public int purge(DeviceId device) {
        return registry.find(ClientId.of(device)).messages().purge();
    }

    /**
     * Takes a message from a device that has no connection. Nobody reads it.
     *
     * @param bytes its size with all properties
     * @throws HubException {@link HubError#DEVICE_NOT_FOUND}, or {@link HubError#MESSAGE_TOO_LARGE}
     */
    public void accept(DeviceId from, int bytes) {
        Client device = registry.find(ClientId.of(from));
        checkTelemetry(bytes);
        device.active();
    }

    /**
     * Refuses what is too large for a message from a device.
     *
     * @param bytes its size with all properties
     * @throws HubException {@link HubError#MESSAGE_TOO_LARGE}
     */
    public static void checkTelemetry(int bytes) {
        if (bytes > Limits.TELEMETRY_BYTES_MAX) {
            throw new HubException(
                    HubError.MESSAGE_TOO_LARGE,
                    "The message has " + bytes + " bytes; at most " + Limits.TELEMETRY_BYTES_MAX + " are allowed.");
        }
    }

    /**
     * Hands the next message to a device that has no connection and asks for it. It stays locked for as long as any other,
     * whoever connects meanwhile.
     *
     * @return null if there is none, or if all are on their way
     * @throws HubException {@link HubError#DEVICE_NOT_FOUND}
     */
    public @Nullable MessageDelivery receive(DeviceId by) {
        return activeQueue(by).takeWithoutConnection();
    }

    /**
     * A device without a connection has dealt with a message.
     *
     * @throws HubException {@link HubError#DEVICE_NOT_FOUND}, or {@link HubError#DEVICE_MESSAGE_LOCK_LOST}
     */
    public void complete(DeviceId by, long lock) {
        activeQueue(by).complete(lock);
    }

    /**
     * A device without a connection wants a message again.
     *
     * @throws HubException {@link HubError#DEVICE_NOT_FOUND}, or {@link HubError#DEVICE_MESSAGE_LOCK_LOST}
     */
    public void abandon(DeviceId by, long lock) {
        activeQueue(by).abandon(lock);
    }

    /**
     * A device without a connection does not want a message, now or later.
     *
     * @throws HubException {@link HubError#DEVICE_NOT_FOUND}, or {@link HubError#DEVICE_MESSAGE_LOCK_LOST}
     */
    public void reject(DeviceId by, long lock) {
        activeQueue(by).reject(lock);
    }

    private MessageQueue activeQueue(DeviceId id) {
        Client device = registry.find(ClientId.of(id));
        device.active();
        return device.messages();
    }

    /** What was counted since the start. */
    public MessageStatistics statistics() {
        return statistics;
    }
}
