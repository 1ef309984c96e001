package io.downlink.emulator.hub;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What there is to remember of a twin.
 *
 * @param serviceWrites how often a service wrote it; its etag tells that
 * @param version of the twin
 * @param tags null: as they were
 * @param desired null: as they were
 * @param reported null: as they were
 */
public record TwinState(
        long serviceWrites,
        long version,
        @Nullable ObjectNode tags,
        @Nullable TwinProperties desired,
        @Nullable TwinProperties reported) {

    /** What is to be remembered after this change. */
    TwinState then(TwinState change) {
        return new TwinState(
                change.serviceWrites,
                change.version,
                change.tags == null ? tags : change.tags,
                change.desired == null ? desired : change.desired,
                change.reported == null ? reported : change.reported);
    }
}
