package io.downlink.emulator.hub;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * All that a twin says at one moment. What is in it is never changed, but replaced: many may be reading.
 *
 * @param serviceWrites how often a service wrote it; its etag tells that
 * @param version of the twin
 */
record TwinContent(long serviceWrites, long version, ObjectNode tags, TwinProperties desired, TwinProperties reported) {
    /** Of a twin that nobody wrote yet. As the service has it, its version is 2: one for each half of its properties. */
    static TwinContent empty(Instant now) {
        return new TwinContent(
                1, 2, JsonNodeFactory.instance.objectNode(), TwinSection.empty(now), TwinSection.empty(now));
    }

    TwinContent after(TwinState change) {
        return new TwinContent(
                change.serviceWrites(),
                change.version(),
                change.tags() == null ? tags : change.tags(),
                change.desired() == null ? desired : change.desired(),
                change.reported() == null ? reported : change.reported());
    }

    /** What there is to remember of it: everything. */
    TwinState state() {
        return new TwinState(serviceWrites, version, tags, desired, reported);
    }
}
