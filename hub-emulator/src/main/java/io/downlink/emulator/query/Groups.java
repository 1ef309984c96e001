package io.downlink.emulator.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Documents by the values of some of their properties; those that lack one are together, too. */
record Groups(List<Expression.Path> by, Evaluator evaluator) {
    /** The groups, in the order in which they were met. */
    Collection<List<ObjectNode>> of(Stream<ObjectNode> documents) {
        Map<List<JsonNode>, List<ObjectNode>> groups = new LinkedHashMap<>();
        if (by.isEmpty()) { // what is not grouped is one group, even if nothing is in it
            groups.put(List.of(), new ArrayList<>());
        }
        documents.forEach(document ->
                groups.computeIfAbsent(values(document), _ -> new ArrayList<>()).add(document));
        return groups.values();
    }

    private List<JsonNode> values(ObjectNode document) {
        return by.stream().map(path -> evaluator.value(path, document)).toList();
    }
}
