package io.downlink.emulator.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.hub.HubChange.TwinWritten;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The twin of one device or module; its own lock guards it. */
final class Twin {
    private final ClientGeneration client;
    private final Clock clock;
    private final Journal journal;
    private ObjectNode tags = JsonNodeFactory.instance.objectNode(); // none of these is changed, but replaced
    private TwinProperties desired;
    private TwinProperties reported;
    private long serviceWrites = 1;
    private long version = 2; // as a new twin of the service has it: one for each half of its properties

    Twin(ClientGeneration client, Clock clock, Journal journal) {
        this.client = client;
        this.clock = clock;
        this.journal = journal;
        this.desired = TwinSection.empty(clock.instant());
        this.reported = TwinSection.empty(clock.instant());
    }

    /** Writes down that it is there. */
    synchronized void register() {
        become(new TwinState(serviceWrites, version, tags, desired, reported));
    }

    /** Is as it was in an earlier hub. */
    synchronized void restore(TwinState remembered) {
        accept(remembered);
    }

    synchronized TwinSnapshot snapshot(ClientSnapshot owner) {
        return new TwinSnapshot(
                owner, Etags.of(serviceWrites), version, tags.deepCopy(), desired.copy(), reported.copy());
    }

    synchronized TwinProperties desired() {
        return desired.copy();
    }

    synchronized TwinProperties reported() {
        return reported.copy();
    }

    synchronized long report(ObjectNode patch, @Nullable Long expected) {
        if (expected != null && expected != reported.version()) {
            throw new HubException(HubError.PRECONDITION_FAILED, "The reported properties have another version.");
        }
        ObjectNode change = withoutMarks(patch);
        TwinLimits.checkPatch(change);
        TwinProperties next = TwinSection.REPORTED.merged(reported, change, clock.instant());
        become(new TwinState(serviceWrites, version + 1, null, null, next));
        return reported.version();
    }

    /** Changes tags and desired properties, both or neither; returns what a listening device must hear, if anything. */
    synchronized @Nullable DesiredChange change(TwinChange change, IfMatch condition) {
        condition.check(Etags.of(serviceWrites));
        ObjectNode newTags = null;
        if (change.tags() != null) {
            TwinLimits.checkPatch(change.tags());
            newTags = mergedTags(change.tags(), change.replace());
            TwinLimits.checkSize(newTags, Limits.TWIN_TAGS_BYTES_MAX);
        }
        ObjectNode content = change.desired() == null ? null : withoutMarks(change.desired());
        TwinProperties newDesired = content == null ? null : changedDesired(content, change.replace());
        become(new TwinState(serviceWrites + 1, version + 1, newTags, newDesired, null));
        return content == null ? null : new DesiredChange(content, desired.version());
    }

    private void become(TwinState change) {
        journal.append(new TwinWritten(client, change));
        accept(change);
    }

    private void accept(TwinState change) {
        serviceWrites = change.serviceWrites();
        version = change.version();
        tags = change.tags() == null ? tags : change.tags();
        desired = change.desired() == null ? desired : change.desired();
        reported = change.reported() == null ? reported : change.reported();
    }

    private TwinProperties changedDesired(ObjectNode content, boolean replace) {
        TwinLimits.checkPatch(content);
        return replace
                ? TwinSection.DESIRED.replaced(desired, content, clock.instant())
                : TwinSection.DESIRED.merged(desired, content, clock.instant());
    }

    private ObjectNode mergedTags(ObjectNode content, boolean replace) {
        Instant now = clock.instant();
        TwinProperties present = TwinSection.empty(now);
        if (!replace) {
            present = TwinSection.REPORTED.merged(present, tags, now);
        }
        return TwinSection.REPORTED.merged(present, content, now).values();
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
