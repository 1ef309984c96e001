package io.downlink.contracts.requests;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with one request, so that all of it is told at once. */
public final class Problems {
    /** Beyond it nobody reads on, and the event must fit its topic. */
    private static final int PROBLEMS_MAX = 50;

    private static final int TEXT_LENGTH_MAX = 100;

    private final List<Problem> found = new ArrayList<>();
    private int more;

    public void add(String field, @Nullable String value, String message) {
        if (found.size() < PROBLEMS_MAX) {
            found.add(new Problem(shorten(field), value == null ? null : shorten(value), message));
        } else {
            more++;
        }
    }

    /** @param written shown only where it is a single value: an object or array may be large, and it may be a payload */
    public void add(String field, JsonNode written, String message) {
        add(field, written.isValueNode() ? written.toString() : null, message);
    }

    public List<Problem> list() {
        if (more == 0) {
            return List.copyOf(found);
        }
        List<Problem> all = new ArrayList<>(found);
        all.add(new Problem("", null, "and %d more".formatted(more)));
        return all;
    }

    static String shorten(String text) {
        return text.length() <= TEXT_LENGTH_MAX ? text : text.substring(0, TEXT_LENGTH_MAX) + "…";
    }
}
