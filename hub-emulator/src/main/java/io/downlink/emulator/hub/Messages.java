package io.downlink.emulator.hub;

/** Sends messages from the cloud to devices, which get them when they are there. */
public final class Messages {
    private final Registry registry;
    private final MessageStatistics statistics;

    Messages(Registry registry, MessageStatistics statistics) {
        this.registry = registry;
        this.statistics = statistics;
    }

    /**
     * Puts a message into its device's queue.
     *
     * @throws HubException {@link HubError#DEVICE_NOT_FOUND} if it is unknown or disabled,
     *     {@link HubError#DEVICE_MAXIMUM_QUEUE_DEPTH_EXCEEDED} or {@link HubError#INVALID_MESSAGE_EXPIRY_TIME}
     */
    public void send(DeviceId device, CloudToDeviceMessage message) {
        registry.find(device).enqueue(message);
    }

    /**
     * Takes all messages out of a device's queue.
     *
     * @return how many there were
     * @throws HubException {@link HubError#DEVICE_NOT_FOUND}
     */
    public int purge(DeviceId device) {
        return registry.find(device).messages().purge();
    }

    /** What was counted since the start. */
    public MessageStatistics statistics() {
        return statistics;
    }
}
