package io.downlink.contracts.jobs;

import com.fasterxml.jackson.annotation.JsonValue;
import io.downlink.contracts.json.WireName;

/** Which devices' outcomes are told one by one. */
public enum DeviceOutcomes implements WireName {
    /** Of the devices on which the job failed. */
    FAILED("failed"),
    /** Of every device. */
    ALL("all"),
    /** Of none: the counts are enough. */
    NONE("none");

    private final String wire;

    DeviceOutcomes(String wire) {
        this.wire = wire;
    }

    @Override
    @JsonValue
    public String wire() {
        return wire;
    }
}
