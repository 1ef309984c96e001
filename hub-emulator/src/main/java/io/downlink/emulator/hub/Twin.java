package io.downlink.emulator.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.hub.HubChange.TwinWritten;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The twin of one device or module; its own lock guards its changes, and who only reads waits for none. */
final class Twin {
    private final ClientGeneration client;
    private final Clock clock;
    private final Journal journal;
    private volatile TwinContent content;

    Twin(ClientGeneration client, Clock clock, Journal journal) {
        this.client = client;
        this.clock = clock;
        this.journal = journal;
        this.content = TwinContent.empty(clock.instant());
    }

    /** Writes down that it is there. */
    synchronized void register() {
        become(content.state());
    }

    /** Is as it was in an earlier hub. */
    synchronized void restore(TwinState remembered) {
        content = content.after(remembered);
    }

    /** What it says now; not to be changed. */
    TwinContent content() {
        return content;
    }

    TwinSnapshot snapshot(ClientSnapshot owner) {
        TwinContent now = content;
        return new TwinSnapshot(
                owner,
                Etags.of(now.serviceWrites()),
                now.version(),
                now.tags().deepCopy(),
                now.desired().copy(),
                now.reported().copy());
    }

    TwinProperties desired() {
        return content.desired().copy();
    }

    TwinProperties reported() {
        return content.reported().copy();
    }

    synchronized long report(ObjectNode patch, @Nullable Long expected) {
        TwinContent present = content;
        if (expected != null && expected != present.reported().version()) {
            throw new HubException(HubError.PRECONDITION_FAILED, "The reported properties have another version.");
        }
        ObjectNode change = withoutMarks(patch);
        TwinLimits.checkPatch(change);
        TwinProperties next = TwinSection.REPORTED.merged(present.reported(), change, clock.instant());
        become(new TwinState(present.serviceWrites(), present.version() + 1, null, null, next));
        return next.version();
    }

    /** Changes tags and desired properties, both or neither; returns what a listening device must hear, if anything. */
    synchronized @Nullable DesiredChange change(TwinChange change, IfMatch condition) {
        TwinContent present = content;
        condition.check(Etags.of(present.serviceWrites()));
        ObjectNode newTags = null;
        if (change.tags() != null) {
            TwinLimits.checkPatch(change.tags());
            newTags = mergedTags(present.tags(), change.tags(), change.replace());
            TwinLimits.checkSize(newTags, Limits.TWIN_TAGS_BYTES_MAX);
        }
        ObjectNode patch = change.desired() == null ? null : withoutMarks(change.desired());
        TwinProperties newDesired = patch == null ? null : changedDesired(present.desired(), patch, change.replace());
        become(new TwinState(present.serviceWrites() + 1, present.version() + 1, newTags, newDesired, null));
        if (patch == null || newDesired == null) {
            return null;
        }
        ObjectNode told = change.replace() ? newDesired.replacing(present.desired()) : patch;
        return new DesiredChange(told, newDesired.version());
    }

    private void become(TwinState change) {
        journal.append(new TwinWritten(client, change));
        content = content.after(change);
    }

    private TwinProperties changedDesired(TwinProperties present, ObjectNode patch, boolean replace) {
        TwinLimits.checkPatch(patch);
        return replace
                ? TwinSection.DESIRED.replaced(present, patch, clock.instant())
                : TwinSection.DESIRED.merged(present, patch, clock.instant());
    }

    private ObjectNode mergedTags(ObjectNode tags, ObjectNode patch, boolean replace) {
        Instant now = clock.instant();
        TwinProperties present = TwinSection.empty(now);
        if (!replace) {
            present = TwinSection.REPORTED.merged(present, tags, now);
        }
        return TwinSection.REPORTED.merged(present, patch, now).values();
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
