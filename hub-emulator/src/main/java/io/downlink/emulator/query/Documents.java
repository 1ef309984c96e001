package io.downlink.emulator.query;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Documents in the order of their keys, so that a query can go on where it stopped although some come and go. */
public interface Documents {
    /** None at all. */
    Documents NONE = _ -> Stream.empty();

    /** All documents whose keys follow this one, found one by one as they are taken; null: all. */
    Stream<Document> after(@Nullable String key);
}
