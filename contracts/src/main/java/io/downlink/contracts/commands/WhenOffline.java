package io.downlink.contracts.commands;

import com.fasterxml.jackson.annotation.JsonValue;
import io.downlink.contracts.json.WireName;

/** What to do while the device is not connected. */
public enum WhenOffline implements WireName {
    /** End {@code failed} at once. */
    FAIL("fail"),
    /** Wait for it until the deadline. */
    WAIT("wait"),
    /** Send the same command as a cloud-to-device message. */
    CLOUD_TO_DEVICE("cloud-to-device");

    private final String wire;

    WhenOffline(String wire) {
        this.wire = wire;
    }

    @Override
    @JsonValue
    public String wire() {
        return wire;
    }
}
