package io.downlink.emulator.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One half of a twin's properties at one moment.
 *
 * @param values without {@code $version} and {@code $metadata}
 * @param metadata when each value was last written; mirrors the values
 * @param version 1 for a new twin, one more with each change
 */
public record TwinProperties(ObjectNode values, ObjectNode metadata, long version) {

    TwinProperties copy() {
        return new TwinProperties(values.deepCopy(), metadata.deepCopy(), version);
    }

    /** As a device receives it: the values with their version. */
    public ObjectNode withVersion() {
        return values.deepCopy().put("$version", version);
    }

    /** As a device hears of it that knew the earlier values: all that is there, and null for what is gone. */
    ObjectNode replacing(TwinProperties earlier) {
        return withNulls(earlier.values(), values);
    }

    private static ObjectNode withNulls(ObjectNode earlier, ObjectNode now) {
        ObjectNode patch = now.deepCopy();
        earlier.properties().forEach(property -> {
            String key = property.getKey();
            if (!now.has(key)) {
                patch.putNull(key);
            } else if (property.getValue() instanceof ObjectNode before && now.get(key) instanceof ObjectNode after) {
                patch.set(key, withNulls(before, after));
            }
        });
        return patch;
    }

    /** As a service receives it: the values with metadata and version. */
    public ObjectNode withMetadata() {
        ObjectNode all = values.deepCopy();
        all.set("$metadata", metadata.deepCopy());
        return all.put("$version", version);
    }

    /** One member of what {@link #withMetadata} returns, without a copy: it is not to be changed. */
    JsonNode member(String name) {
        return switch (name) {
            case "$metadata" -> metadata;
            case "$version" -> JsonNodeFactory.instance.numberNode(version);
            default -> values.path(name);
        };
    }
}
