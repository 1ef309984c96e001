package io.downlink.emulator.hub;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A twin at one moment.
 *
 * @param etag another one after each change of tags or desired properties
 * @param version one more with each change of anything
 */
public record TwinSnapshot(
        ClientSnapshot client,
        String etag,
        long version,
        ObjectNode tags,
        TwinProperties desired,
        TwinProperties reported)
        implements TwinParts {
    @Override
    public ClientId id() {
        return client.identity().id();
    }
}
