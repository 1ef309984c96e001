package io.downlink.emulator.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The twin of one device or module; its own lock guards it. */
final class Twin {
    private final Clock clock;
    private final TwinSection desired;
    private final TwinSection reported;
    private ObjectNode tags = JsonNodeFactory.instance.objectNode();
    private long serviceWrites = 1;
    private long version = 2; // as a new twin of the service has it: one for each half of its properties

    Twin(Clock clock) {
        this.clock = clock;
        this.desired = new TwinSection(clock.instant(), true);
        this.reported = new TwinSection(clock.instant(), false);
    }

    synchronized TwinSnapshot snapshot(ClientSnapshot client) {
        return new TwinSnapshot(
                client, Etags.of(serviceWrites), version, tags.deepCopy(), desired.properties(), reported.properties());
    }

    synchronized TwinProperties desired() {
        return desired.properties();
    }

    synchronized TwinProperties reported() {
        return reported.properties();
    }

    synchronized long report(ObjectNode patch, @Nullable Long expected) {
        if (expected != null && expected != reported.version()) {
            throw new HubException(HubError.PRECONDITION_FAILED, "The reported properties have another version.");
        }
        ObjectNode change = withoutMarks(patch);
        TwinLimits.checkPatch(change);
        reported.merge(change, clock.instant());
        version++;
        return reported.version();
    }

    /** Changes tags and desired properties, both or neither; returns what a listening device must hear, if anything. */
    synchronized @Nullable DesiredChange change(TwinChange change, IfMatch condition) {
        condition.check(Etags.of(serviceWrites));
        ObjectNode newTags = tags;
        if (change.tags() != null) {
            TwinLimits.checkPatch(change.tags());
            newTags = mergedTags(change.tags(), change.replace());
            TwinLimits.checkSize(newTags, Limits.TWIN_TAGS_BYTES_MAX);
        }
        DesiredChange announced = null;
        if (change.desired() != null) {
            announced = changeDesired(withoutMarks(change.desired()), change.replace());
        }
        tags = newTags;
        serviceWrites++;
        version++;
        return announced;
    }

    private DesiredChange changeDesired(ObjectNode content, boolean replace) {
        TwinLimits.checkPatch(content);
        if (replace) {
            desired.replace(content, clock.instant());
        } else {
            desired.merge(content, clock.instant());
        }
        return new DesiredChange(content, desired.version());
    }

    private ObjectNode mergedTags(ObjectNode content, boolean replace) {
        TwinSection merged = new TwinSection(clock.instant(), false);
        if (!replace) {
            merged.merge(tags, clock.instant());
        }
        merged.merge(content, clock.instant());
        return merged.properties().values();
    }

    /** Clients send back what they fetched, with the hub's own {@code $version} and {@code $metadata} in it. */
    private static ObjectNode withoutMarks(ObjectNode content) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> property : content.properties()) {
            if (!property.getKey().equals("$version") && !property.getKey().equals("$metadata")) {
                result.set(property.getKey(), property.getValue());
            }
        }
        return result;
    }

    /** What a device hears when its desired properties change. */
    record DesiredChange(ObjectNode patch, long version) {}
}
