package io.downlink.emulator.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** One of the things that a query is about. What nobody asks for need not be made. */
public interface Document {
    /** What it is found by. */
    String key();

    /**
     * One of its values, which is not to be changed.
     *
     * @param path names from the outside in, at least one, as {@link #content} has them
     * @return missing if there is none
     */
    JsonNode value(List<String> path);

    /** All of it, which is not to be changed. */
    ObjectNode content();

    /** What is at a path within a value, the value itself at an empty one; missing if there is nothing. */
    static JsonNode within(JsonNode value, List<String> path) {
        JsonNode found = value;
        for (int i = 0; i < path.size(); i++) { // this runs for each of a million twins: no iterator
            found = found.path(path.get(i));
        }
        return found;
    }
}
