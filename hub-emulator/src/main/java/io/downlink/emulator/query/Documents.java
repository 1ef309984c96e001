package io.downlink.emulator.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Documents in the order of their keys, so that a query can go on where it stopped although some come and go. */
public interface Documents {
    /** None at all. */
    Documents NONE = _ -> Stream.empty();

    /** All documents whose keys follow this one; null: all. */
    Stream<Document> after(@Nullable String key);

    /** A document and what it is found by. */
    record Document(String key, ObjectNode content) {}
}
