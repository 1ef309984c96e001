package io.downlink.emulator.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;

/** An expression, ready to be asked about one document after the other. */
interface Formula {
    /** What is true of every document. */
    Formula ALWAYS = _ -> BooleanNode.TRUE;

    /** Its value for a document; missing: undefined. */
    JsonNode of(Document document);

    /** Whether it is true for a document; neither false nor undefined will do. */
    default boolean holds(Document document) {
        return of(document).equals(BooleanNode.TRUE);
    }
}
