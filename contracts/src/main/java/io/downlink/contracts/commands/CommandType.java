package io.downlink.contracts.commands;

import com.fasterxml.jackson.annotation.JsonValue;
import io.downlink.contracts.json.WireName;

/** What kind of request this is. */
public enum CommandType implements WireName {
    /** Call and answer, to a connected device. */
    DIRECT_METHOD("direct-method"),
    /** A message in the device's queue. */
    CLOUD_TO_DEVICE("cloud-to-device"),
    /** Takes an earlier command back. */
    CANCEL("cancel");

    private final String wire;

    CommandType(String wire) {
        this.wire = wire;
    }

    @Override
    @JsonValue
    public String wire() {
        return wire;
    }
}
