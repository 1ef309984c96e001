package io.downlink.emulator.query;

import org.jspecify.annotations.Nullable;

/**
 * A value of many documents.
 *
 * @param of what is summed up; null for {@link Function#COUNT}, which counts documents
 */
record Aggregate(Function function, Expression.@Nullable Path of) implements Selectable {
    enum Function {
        COUNT,
        SUM,
        AVG,
        MIN,
        MAX
    }
}
