package io.downlink.simulator.record;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * Which messages a device is done with and which commands it has executed, as its record says; the latest 10,000 of each,
 * where a hub keeps 50 messages for a device.
 */
final class Memory {
    private static final int IDS_MAX = 10_000;

    private final SequencedSet<String> completed = new LinkedHashSet<>();
    private final SequencedSet<String> executed = new LinkedHashSet<>();

    /** What earlier lines say; a line that was cut off says nothing. */
    static Memory of(List<String> lines) {
        Memory memory = new Memory();
        for (String line : lines) {
            // Most lines are of direct methods: not worth parsing.
            if (line.contains("\"message-completed\"") || line.contains("\"commandId\"")) {
                memory.keep(line);
            }
        }
        return memory;
    }

    boolean hasCompleted(String messageId) {
        return completed.contains(messageId);
    }

    boolean hasExecuted(String commandId) {
        return executed.contains(commandId);
    }

    void keep(JsonObject line) {
        switch (line.get("event").getAsString()) {
            case "message-completed" -> add(completed, line.get("messageId"));
            case "executed" -> add(executed, line.get("commandId"));
            default -> {} // nothing that must not happen twice
        }
    }

    private void keep(String line) {
        try {
            keep(JsonParser.parseString(line).getAsJsonObject());
        } catch (JsonParseException _) {
            // cut off
        }
    }

    private static void add(SequencedSet<String> ids, @Nullable JsonElement id) {
        if (id == null) {
            return;
        }
        ids.addLast(id.getAsString());
        if (ids.size() > IDS_MAX) {
            ids.removeFirst();
        }
    }
}
