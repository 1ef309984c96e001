package io.downlink.emulator.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;

/** How properties change. What is given is never changed, but replaced: who has it may be reading. */
enum TwinSection {
    /** The metadata tells for each value the version that wrote it, too. */
    DESIRED(true),
    REPORTED(false);

    private static final String LAST_UPDATED = "$lastUpdated";
    private static final String LAST_UPDATED_VERSION = "$lastUpdatedVersion";

    private final boolean versionsMarked;

    TwinSection(boolean versionsMarked) {
        this.versionsMarked = versionsMarked;
    }

    /** Properties that nobody wrote yet. */
    static TwinProperties empty(Instant now) {
        return new TwinProperties(node(), node().put(LAST_UPDATED, now.toString()), 1);
    }

    /**
     * Merges a patch as RFC 7386 says.
     *
     * @throws HubException if the result is too large
     */
    TwinProperties merged(TwinProperties present, ObjectNode patch, Instant now) {
        return written(present, present.values().deepCopy(), present.metadata().deepCopy(), patch, now);
    }

    /**
     * Puts the content in the place of what was.
     *
     * @throws HubException if it is too large
     */
    TwinProperties replaced(TwinProperties present, ObjectNode content, Instant now) {
        return written(present, node(), node(), content, now);
    }

    private TwinProperties written(
            TwinProperties present, ObjectNode values, ObjectNode metadata, ObjectNode content, Instant now) {
        long version = present.version() + 1;
        ObjectNode mark = node().put(LAST_UPDATED, now.toString());
        if (versionsMarked) {
            mark.put(LAST_UPDATED_VERSION, version);
        }
        merge(values, metadata, content, mark);
        TwinLimits.checkSize(values, Limits.TWIN_PROPERTIES_BYTES_MAX);
        return new TwinProperties(values, metadata, version);
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

    private static ObjectNode node() {
        return JsonNodeFactory.instance.objectNode();
    }
}
