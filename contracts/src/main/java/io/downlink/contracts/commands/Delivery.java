package io.downlink.contracts.commands;

import com.fasterxml.jackson.annotation.JsonValue;
import io.downlink.contracts.json.WireName;

/** What happens when it is open whether the device acted. */
public enum Delivery implements WireName {
    /** The command ends {@code in-doubt} and is not repeated. */
    AT_MOST_ONCE("at-most-once"),
    /** The command is repeated within its deadline and attempts. */
    AT_LEAST_ONCE("at-least-once");

    private final String wire;

    Delivery(String wire) {
        this.wire = wire;
    }

    @Override
    @JsonValue
    public String wire() {
        return wire;
    }
}
