package io.downlink.contracts.commands;

import com.fasterxml.jackson.annotation.JsonValue;
import io.downlink.contracts.json.WireName;

/** How urgent a command is among those of other devices; it never reorders one device's commands. */
public enum Priority implements WireName {
    /** Somebody waits for it. */
    INTERACTIVE("interactive"),
    /** It may give way. */
    BULK("bulk");

    private final String wire;

    Priority(String wire) {
        this.wire = wire;
    }

    @Override
    @JsonValue
    public String wire() {
        return wire;
    }
}
