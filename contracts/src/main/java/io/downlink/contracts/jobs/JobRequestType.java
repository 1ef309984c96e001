package io.downlink.contracts.jobs;

import com.fasterxml.jackson.annotation.JsonValue;
import io.downlink.contracts.json.WireName;

/** What kind of request this is. */
public enum JobRequestType implements WireName {
    /** Runs a job. */
    SCHEDULE("schedule"),
    /** Tells what a job would come to, and runs none. */
    DRY_RUN("dry-run"),
    /** Takes a job back that does not run yet. */
    CANCEL("cancel");

    private final String wire;

    JobRequestType(String wire) {
        this.wire = wire;
    }

    @Override
    @JsonValue
    public String wire() {
        return wire;
    }
}
