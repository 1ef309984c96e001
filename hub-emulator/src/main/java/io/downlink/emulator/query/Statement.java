package io.downlink.emulator.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole query, as it was written.
 *
 * @param top at most so many rows; null: all
 * @param items what makes a row; none: whole documents
 * @param where null: every document
 */
record Statement(
        @Nullable Integer top,
        List<SelectedItem> items,
        Source source,
        @Nullable Expression where,
        List<Expression.Path> groupBy) {
    Statement {
        items = List.copyOf(items);
        groupBy = List.copyOf(groupBy);
    }

    boolean wholeDocuments() {
        return items.isEmpty();
    }

    /** Whether rows are made of many documents. */
    boolean aggregates() {
        return !groupBy.isEmpty() || items.stream().anyMatch(item -> item.what() instanceof Aggregate);
    }
}
