package io.downlink.emulator.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.query.Document;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A twin as a query sees it, which asks a million of them for a property or two: nothing is copied, and what it does not
 * ask for is not looked at. What the twin says is of one moment, what its owner's state is, of another. One thread has it.
 */
final class TwinRow implements TwinParts, Document {
    private final Client owner;
    private @Nullable ClientSnapshot client; // taken when it is first asked for
    private @Nullable TwinContent content; // so is this

    TwinRow(Client owner) {
        this.owner = owner;
    }

    @Override
    public String key() {
        return owner.id().toString();
    }

    @Override
    public JsonNode value(List<String> path) {
        TwinField field = TwinField.named(path.getFirst());
        if (field == null) {
            return MissingNode.getInstance();
        }
        return field == TwinField.PROPERTIES && path.size() > 2
                ? property(path)
                : Document.within(field.of(this), path.subList(1, path.size()));
    }

    @Override
    public ObjectNode content() {
        return TwinDocument.of(this);
    }

    @Override
    public ClientId id() {
        return owner.id();
    }

    @Override
    public ClientSnapshot client() {
        ClientSnapshot taken = client == null ? owner.snapshot() : client;
        client = taken;
        return taken;
    }

    @Override
    public String etag() {
        return Etags.of(twin().serviceWrites());
    }

    @Override
    public long version() {
        return twin().version();
    }

    @Override
    public ObjectNode tags() {
        return twin().tags();
    }

    @Override
    public TwinProperties desired() {
        return twin().desired();
    }

    @Override
    public TwinProperties reported() {
        return twin().reported();
    }

    private TwinContent twin() {
        TwinContent taken = content == null ? owner.twin().content() : content;
        content = taken;
        return taken;
    }

    /** One of the properties without a copy of all of them and their metadata. */
    private JsonNode property(List<String> path) {
        TwinProperties half = switch (path.get(1)) {
            case "desired" -> desired();
            case "reported" -> reported();
            default -> null;
        };
        return half == null
                ? MissingNode.getInstance()
                : Document.within(half.member(path.get(2)), path.subList(3, path.size()));
    }
}
