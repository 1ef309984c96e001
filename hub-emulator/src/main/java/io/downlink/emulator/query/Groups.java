package io.downlink.emulator.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The rows of documents that are put together by some of their properties; those that lack one are together, too. What is
 * kept grows with the groups, not with the documents, and the groups are bounded.
 */
final class Groups {
    static final int GROUPS_MAX = 100_000;

    /** Of all groups together: a query has room for hundreds of columns. */
    static final int VALUES_MAX = 1_000_000;

    private final List<Formula> by;
    private final List<Column> columns;
    private final int groupsMax;
    private final Map<List<JsonNode>, Group> groups = new LinkedHashMap<>();

    Groups(List<Formula> by, List<Column> columns) {
        this.by = by;
        this.columns = columns;
        this.groupsMax = Math.min(GROUPS_MAX, VALUES_MAX / Math.max(1, columns.size()));
        if (by.isEmpty()) { // what is not grouped is one group, even if nothing is in it
            groups.put(List.of(), new Group(columns));
        }
    }

    /** @throws TooManyGroupsException if there is no room for its group */
    void add(Document document) {
        groups.computeIfAbsent(values(document), _ -> new Group(columns)).add(document);
        if (groups.size() > groupsMax) {
            throw new TooManyGroupsException(groupsMax);
        }
    }

    /** One for each group, in the order in which they were met. */
    Stream<ObjectNode> rows() {
        return groups.values().stream().map(Group::row);
    }

    private List<JsonNode> values(Document document) {
        JsonNode[] values = new JsonNode[by.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = by.get(i).of(document);
        }
        return Arrays.asList(values);
    }
}
