package io.downlink.emulator.hub;

import io.downlink.emulator.throttling.OperationClass;

/** Sends messages from the cloud to devices and modules, which get them when they are there. */
public final class Messages {
    private final Registry registry;
    private final Admission admission;
    private final MessageStatistics statistics;

    Messages(Registry registry, Admission admission, MessageStatistics statistics) {
        this.registry = registry;
        this.admission = admission;
        this.statistics = statistics;
    }

    /**
     * Puts a message into the queue of a device or a module.
     *
     * @throws HubException {@link HubError#DEVICE_NOT_FOUND} or {@link HubError#MODULE_NOT_FOUND} if it is unknown or its
     *     device disabled, {@link HubError#DEVICE_MAXIMUM_QUEUE_DEPTH_EXCEEDED} or {@link HubError#INVALID_MESSAGE_EXPIRY_TIME},
     *     or what {@link Admission} refuses with
     */
    public void send(ClientId client, CloudToDeviceMessage message) {
        admission.check(OperationClass.C2D_SENDS, message.body().remaining());
        registry.find(client).enqueue(message);
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

    /** What was counted since the start. */
    public MessageStatistics statistics() {
        return statistics;
    }
}
