package io.downlink.contracts.requests;

import com.fasterxml.jackson.annotation.JsonValue;
import io.downlink.contracts.json.WireName;

/** How urgent a request is among others. It never reorders the commands of one device. */
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
