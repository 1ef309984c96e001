package io.downlink.emulator.hub;

/** What a device can ask the hub to send. */
public enum Subscription {
    DIRECT_METHODS,
    TWIN_RESPONSES,
    DESIRED_PROPERTIES,
    CLOUD_TO_DEVICE_MESSAGES
}
