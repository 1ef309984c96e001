package io.downlink.localstack.verdict;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Evidence as it comes: records of topics, and lines of devices. */
final class World {
    static final String DEVICE = "pump-1";
    private static final int PARTITION = 3;
    private static final Instant SOME_TIME = Instant.parse("2026-12-01T10:00:00Z");

    private final List<Asked> asked = new ArrayList<>();
    private final List<Told> told = new ArrayList<>();
    private final List<Deed> deeds = new ArrayList<>();
    private final Map<String, Long> lines = new HashMap<>();

    /** A method, at most once. */
    World method(String commandId) {
        return request(commandId, "\"type\": \"direct-method\"");
    }

    World repeatableMethod(String commandId) {
        return request(commandId, "\"type\": \"direct-method\", \"delivery\": \"at-least-once\"");
    }

    /** A message, at least once. */
    World message(String commandId) {
        return request(commandId, "\"type\": \"cloud-to-device\"");
    }

    World messageOnce(String commandId) {
        return request(commandId, "\"type\": \"cloud-to-device\", \"delivery\": \"at-most-once\"");
    }

    World request(String commandId, String more) {
        String json = "{\"commandId\": \"%s\", \"deviceId\": \"%s\", %s}".formatted(commandId, DEVICE, more);
        Asked.read("commands", PARTITION, asked.size(), json.getBytes(UTF_8)).ifPresent(asked::add);
        return this;
    }

    World ends(String commandId, String event) {
        return event(commandId, event, "\"final\": true");
    }

    World event(String commandId, String event, String more) {
        String json = "{\"event\": \"%s\", \"commandId\": \"%s\", \"deviceId\": \"%s\", %s}"
                .formatted(event, commandId, DEVICE, more);
        Told.read(PARTITION, json.getBytes(UTF_8), SOME_TIME).ifPresent(told::add);
        return this;
    }

    /** A call as it should be. */
    World executes(String commandId) {
        return line("received", commandId).line("executed", commandId).line("answered", commandId);
    }

    /** A message as it should be. */
    World takes(String commandId) {
        return line("message-received", commandId).line("message-completed", commandId);
    }

    World line(String event, String commandId) {
        String json = event.startsWith("message-")
                ? "{\"event\": \"%s\", \"messageId\": \"%s\"}".formatted(event, commandId)
                : "{\"event\": \"%s\", \"payload\": {\"commandId\": \"%s\"}}".formatted(event, commandId);
        return written(json);
    }

    World line(String event) {
        return written("{\"event\": \"%s\"}".formatted(event));
    }

    World written(String line) {
        long number = lines.merge(DEVICE, 1L, Long::sum);
        Deed.read(DEVICE, number, line).ifPresent(deeds::add);
        return this;
    }

    Verdict verdict() {
        return Verdict.on(new Evidence(asked, told, deeds));
    }
}
