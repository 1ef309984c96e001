package io.downlink.contracts.commands;

import com.fasterxml.jackson.annotation.JsonValue;
import io.downlink.contracts.json.WireName;

/** Which ends of a cloud-to-device message the hub reports. */
public enum Ack implements WireName {
    /** No feedback. */
    NONE("none"),
    /** Only delivery. */
    POSITIVE("positive"),
    /** Only failure to deliver. */
    NEGATIVE("negative"),
    /** Both. */
    FULL("full");

    private final String wire;

    Ack(String wire) {
        this.wire = wire;
    }

    @Override
    @JsonValue
    public String wire() {
        return wire;
    }
}
