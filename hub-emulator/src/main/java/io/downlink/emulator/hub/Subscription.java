package io.downlink.emulator.hub;

/** What a device can ask the hub to send. */
public enum Subscription {
    DIRECT_METHODS,
    TWIN_RESPONSES,
    DESIRED_PROPERTIES,
    CLOUD_TO_DEVICE_MESSAGES,
    /** The same, but the device acknowledges nothing: each message is sent once. */
    CLOUD_TO_DEVICE_MESSAGES_AT_MOST_ONCE
}
