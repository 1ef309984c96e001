package io.downlink.emulator.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;

/** Desired or reported properties: values, when each was written, and a version. The twin's lock guards it. */
final class TwinSection {
    private static final String LAST_UPDATED = "$lastUpdated";
    private static final String LAST_UPDATED_VERSION = "$lastUpdatedVersion";

    private final boolean versionsMarked;
    private ObjectNode values = JsonNodeFactory.instance.objectNode();
    private ObjectNode metadata = JsonNodeFactory.instance.objectNode();
    private long version = 1;

    /**
     * A section without values.
     *
     * @param versionsMarked whether the metadata tells for each value the version that wrote it, as those of desired
     *     properties do
     */
    TwinSection(Instant now, boolean versionsMarked) {
        this.versionsMarked = versionsMarked;
        metadata.put(LAST_UPDATED, now.toString());
    }

    long version() {
        return version;
    }

    TwinProperties properties() {
        return new TwinProperties(values.deepCopy(), metadata.deepCopy(), version);
    }

    /** Merges a patch as RFC 7386 says. */
    void merge(ObjectNode patch, Instant now) {
        ObjectNode merged = values.deepCopy();
        ObjectNode mergedMetadata = metadata.deepCopy();
        merge(merged, mergedMetadata, patch, mark(now));
        become(merged, mergedMetadata);
    }

    /** Forgets what was. */
    void replace(ObjectNode content, Instant now) {
        ObjectNode fresh = JsonNodeFactory.instance.objectNode();
        ObjectNode freshMetadata = JsonNodeFactory.instance.objectNode();
        merge(fresh, freshMetadata, content, mark(now));
        become(fresh, freshMetadata);
    }

    private ObjectNode mark(Instant now) {
        ObjectNode mark = JsonNodeFactory.instance.objectNode().put(LAST_UPDATED, now.toString());
        return versionsMarked ? mark.put(LAST_UPDATED_VERSION, version + 1) : mark;
    }

    private void become(ObjectNode newValues, ObjectNode newMetadata) {
        TwinLimits.checkSize(newValues, Limits.TWIN_PROPERTIES_BYTES_MAX);
        values = newValues;
        metadata = newMetadata;
        version++;
    }

    private static void merge(ObjectNode target, ObjectNode metadata, ObjectNode patch, ObjectNode mark) {
        metadata.setAll(mark);
        for (Map.Entry<String, JsonNode> property : patch.properties()) {
            String key = property.getKey();
            switch (property.getValue()) {
                case JsonNode value
                when value.isNull() -> {
                    target.remove(key);
                    metadata.remove(key);
                }
                case ObjectNode value -> {
                    ObjectNode child = target.get(key) instanceof ObjectNode there ? there : target.putObject(key);
                    ObjectNode childMetadata =
                            metadata.get(key) instanceof ObjectNode there ? there : metadata.putObject(key);
                    merge(child, childMetadata, value, mark);
                }
                case JsonNode value -> {
                    target.set(key, value.deepCopy());
                    metadata.set(key, mark.deepCopy());
                }
            }
        }
    }
}
