package io.downlink.emulator.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A twin as JSON, as services receive it and queries see it. */
public final class TwinDocument {
    private TwinDocument() {}

    /** The document of a twin, which shares its tags. */
    public static ObjectNode of(TwinSnapshot twin) {
        return of((TwinParts) twin);
    }

    static ObjectNode of(TwinParts twin) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        for (TwinField field : TwinField.values()) {
            JsonNode value = field.of(twin);
            if (!value.isMissingNode()) {
                document.set(field.toString(), value);
            }
        }
        return document;
    }
}
