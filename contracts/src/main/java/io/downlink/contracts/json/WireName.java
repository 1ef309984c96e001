package io.downlink.contracts.json;

/** An enum whose constants have a fixed name in JSON, whatever they are called in Java. */
public interface WireName {
    /** How it is written in JSON. */
    String wire();
}
