package io.downlink.emulator.query;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * One member of each row.
 *
 * @param name what it is called
 * @param of what is looked at in each document
 * @param accumulator makes the member of what is seen there
 */
record Column(String name, Formula of, Supplier<Accumulator> accumulator) {
    /** The columns of what was selected. */
    static List<Column> of(List<SelectedItem> items, Compiler compiler) {
        List<Column> columns = new ArrayList<>();
        for (SelectedItem item : items) {
            columns.add(of(item, columns.size() + 1, compiler));
        }
        return columns;
    }

    private static Column of(SelectedItem item, int position, Compiler compiler) {
        String alias = item.alias();
        return switch (item.what()) {
            case Expression.Path path -> {
                Expression.Path own = compiler.source().own(path);
                String name = alias == null ? own.segments().getLast() : alias;
                yield new Column(name, compiler.formula(own), Accumulator.First::new);
            }
            case Aggregate(Aggregate.Function function, var of) ->
                new Column(
                        alias == null ? "$" + position : alias,
                        of == null ? Formula.ALWAYS : compiler.formula(of),
                        () -> Accumulator.of(function));
        };
    }
}
