package io.downlink.emulator.http;

import io.downlink.emulator.faults.Operation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operation is about, as far as faults go.
 *
 * @param operation null: the emulator itself, of which nothing goes wrong, so that every fault can be taken back
 * @param hasDevice whether the first variable of its path is a device
 */
record Subject(@Nullable Operation operation, boolean hasDevice) {
    /** Nothing the hub has. */
    static final Subject NONE = new Subject(null, false);

    /** Reads a path with its variables. */
    static Subject of(String path) {
        List<String> segments = PathTemplate.split(path);
        String second = segments.size() > 1 ? segments.get(1) : "";
        String last = segments.getLast();
        Operation operation = switch (segments.getFirst()) {
            case "$emulator" -> null;
            case "twins" -> last.equals("methods") ? Operation.METHODS : Operation.TWINS;
            case "devices" -> ofDevices(last);
            case "statistics" -> Operation.REGISTRY;
            case "jobs" -> Operation.JOBS;
            case "messages" -> Operation.FEEDBACK;
            default -> Operation.OTHER;
        };
        return new Subject(
                operation, second.equals("{id}") && !segments.getFirst().equals("configurations"));
    }

    /** The device in a path's variables; null: it is about none. */
    @Nullable
    String device(List<String> variables) {
        return hasDevice ? variables.getFirst() : null;
    }

    private static Operation ofDevices(String last) {
        return switch (last) {
            case "query" -> Operation.QUERY;
            case "commands", "devicebound", "abandon" -> Operation.CLOUD_TO_DEVICE;
            case "devices", "{id}", "modules", "{module}" -> Operation.REGISTRY;
            default -> Operation.OTHER;
        };
    }
}
