package io.downlink.localstack.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/**
 * What goes wrong at the hub, or on the way to it, for some seconds.
 *
 * @param label for a person
 * @param fault as the emulator's admin API takes it
 */
record Trouble(String label, JsonNode fault) {
    /** No call that goes astray is older than its response timeout when it is delivered: no hub keeps one longer. */
    private static final int LATE_MILLIS_MAX = 4_000;

    private static final List<Kind> KINDS = List.of(
            new Kind("hub outage", Trouble::outage),
            new Kind(
                    "429 storm",
                    (fault, random) -> fault.put("kind", "refuse")
                            .put("error", 429001)
                            .put("share", 0.3 + random.nextDouble(0.7))),
            new Kind(
                    "500s before the call",
                    (fault, random) -> fault.put("kind", "refuse")
                            .put("error", 500001)
                            .put("share", 0.2 + random.nextDouble(0.5))),
            new Kind(
                    "latency",
                    (fault, _) -> fault.put("kind", "delay")
                            .putObject("latency")
                            .put("distribution", "log-normal")
                            .put("median", "PT0.2S")
                            .put("p99", "PT3S")),
            new Kind("late answers", (fault, random) -> some(fault, random).put("kind", "late-answer")),
            new Kind(
                    "execute, then close",
                    (fault, random) -> some(fault, random).put("kind", "execute-then-close")),
            new Kind(
                    "execute, then 500",
                    (fault, random) -> some(fault, random)
                            .put("kind", "execute-then-refuse")
                            .put("error", 500001)),
            new Kind(
                    "execute, then half an answer",
                    (fault, random) -> some(fault, random).put("kind", "execute-then-cut-body")),
            new Kind("delivered after the caller was cut off", (fault, random) -> late(fault, random, "cut")),
            new Kind("delivered after the caller's time-out", (fault, random) -> late(fault, random, "timed-out")),
            new Kind(
                    "messages taken and not acknowledged",
                    (fault, random) -> some(fault, random)
                            .put("kind", "execute-then-no-answer")
                            .put("operation", "c2d")),
            new Kind("no credit for messages", (fault, _) -> fault.put("kind", "no-credit")),
            new Kind(
                    "links of devices cut",
                    (fault, random) -> fault.put("kind", "drop-link").put("share", 0.2 + random.nextDouble(0.8))),
            new Kind(
                    "links cut before delivery",
                    (fault, random) -> some(fault, random).put("kind", "drop-link-before-delivery")),
            new Kind(
                    "links cut after delivery",
                    (fault, random) -> some(fault, random).put("kind", "drop-link-after-delivery")),
            new Kind(
                    "links of devices mute",
                    (fault, random) ->
                            fault.put("kind", "half-open-device-link").put("share", 0.2)));

    /** One of the kinds, for 3 to 8 s at most. */
    static Trouble any(RandomGenerator random) {
        Kind kind = KINDS.get(random.nextInt(KINDS.size()));
        ObjectNode fault = JsonNodeFactory.instance.objectNode();
        kind.fill().accept(fault, random);
        if (!fault.path("kind").asText().equals("drop-link")) {
            fault.put("duration", "PT%dS".formatted(3 + random.nextInt(6)));
        }
        fault.put("seed", random.nextInt(1_000_000));
        return new Trouble(kind.label(), fault);
    }

    private static void outage(ObjectNode fault, RandomGenerator random) {
        fault.put("kind", "outage")
                .put("connections", List.of("refused", "closed", "silent").get(random.nextInt(3)));
        if (random.nextBoolean()) {
            fault.putArray("frontEnds").add("https").add("amqps"); // the devices stay
        }
    }

    private static void late(ObjectNode fault, RandomGenerator random, String caller) {
        some(fault, random)
                .put("kind", "late-delivery")
                .put("caller", caller)
                .put(
                        "delay",
                        Duration.ofMillis(random.nextInt(500, LATE_MILLIS_MAX)).toString());
    }

    private static ObjectNode some(ObjectNode fault, RandomGenerator random) {
        return fault.put("times", 1 + random.nextInt(6));
    }

    private record Kind(String label, BiConsumer<ObjectNode, RandomGenerator> fill) {}
}
