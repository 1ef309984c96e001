package io.downlink.hub;

/** Which ends of a cloud-to-device message the hub tells as feedback. */
public enum AckLevel {
    /** None. */
    NONE,
    /** Only that the device completed it. */
    POSITIVE,
    /** Only that it expired, was rejected or was delivered too often. */
    NEGATIVE,
    /** All. */
    FULL
}
