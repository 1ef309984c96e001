package io.downlink.emulator.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A row that grows while its documents come by. */
final class Group {
    private final List<Column> columns;
    private final List<Accumulator> values;

    /** Without any document yet. */
    Group(List<Column> columns) {
        this.columns = columns;
        this.values = columns.stream().map(column -> column.accumulator().get()).toList();
    }

    Group add(Document document) {
        for (int i = 0; i < values.size(); i++) {
            values.get(i).add(columns.get(i).of().of(document));
        }
        return this;
    }

    /** The row as it is now; a member that is undefined is left out. */
    ObjectNode row() {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < values.size(); i++) {
            JsonNode value = values.get(i).result();
            if (!value.isMissingNode()) {
                row.set(columns.get(i).name(), value);
            }
        }
        return row;
    }
}
