package io.downlink.emulator.hub;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What a device can ask the hub to send. */
public enum Subscription {
    DIRECT_METHODS,
    TWIN_RESPONSES,
    DESIRED_PROPERTIES,
    CLOUD_TO_DEVICE_MESSAGES,
    /** The same, but the device acknowledges nothing: each message is sent once. */
    CLOUD_TO_DEVICE_MESSAGES_AT_MOST_ONCE,
    /** The same, but the hub only tells that messages are there, and the device takes them when it likes. */
    CLOUD_TO_DEVICE_MESSAGES_ON_DEMAND;

    /** Those of which a device has at most one. */
    static final Set<Subscription> OF_MESSAGES = Collections.unmodifiableSet(EnumSet.of(
            CLOUD_TO_DEVICE_MESSAGES, CLOUD_TO_DEVICE_MESSAGES_AT_MOST_ONCE, CLOUD_TO_DEVICE_MESSAGES_ON_DEMAND));
}
