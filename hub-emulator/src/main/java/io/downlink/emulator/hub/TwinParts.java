package io.downlink.emulator.hub;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the document of a twin is made of. */
sealed interface TwinParts permits TwinSnapshot, TwinRow {
    ClientId id();

    ClientSnapshot client();

    String etag();

    long version();

    ObjectNode tags();

    TwinProperties desired();

    TwinProperties reported();
}
