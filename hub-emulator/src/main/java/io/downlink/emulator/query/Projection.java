package io.downlink.emulator.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Makes rows of what was selected; a member that is undefined is left out. */
record Projection(List<SelectedItem> items, Evaluator evaluator) {
    /**
     * One row.
     *
     * @param group documents that do not differ in the properties that were selected: one, unless there are aggregates
     */
    ObjectNode row(List<ObjectNode> group) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < items.size(); i++) {
            SelectedItem item = items.get(i);
            JsonNode value = switch (item.what()) {
                case Expression.Path path -> evaluator.value(path, group.getFirst());
                case Aggregate aggregate -> aggregate.over(group, evaluator);
            };
            if (!value.isMissingNode()) {
                row.set(name(item, i + 1, group), value);
            }
        }
        return row;
    }

    private String name(SelectedItem item, int position, List<ObjectNode> group) {
        String alias = item.alias();
        if (alias != null) {
            return alias;
        }
        return switch (item.what()) {
            case Expression.Path path -> evaluator.name(path, group.getFirst());
            case Aggregate _ -> "$" + position;
        };
    }
}
