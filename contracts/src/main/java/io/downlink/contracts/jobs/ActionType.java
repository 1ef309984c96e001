package io.downlink.contracts.jobs;

import com.fasterxml.jackson.annotation.JsonValue;
import io.downlink.contracts.json.WireName;

/** What a job does on each device. */
public enum ActionType implements WireName {
    /** Calls a direct method. */
    DIRECT_METHOD("direct-method"),
    /** Changes tags and desired properties. */
    UPDATE_TWIN("update-twin");

    private final String wire;

    ActionType(String wire) {
        this.wire = wire;
    }

    @Override
    @JsonValue
    public String wire() {
        return wire;
    }
}
