package io.downlink.localstack.campaign;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** Messages that ask for feedback of every kind, to all devices, and are overdue soon. */
final class Messages {
    /** Longer than a hub or a device is away. */
    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(30);

    private final List<String> devices;
    private final long seed;
    private final SplittableRandom random;
    private int written;

    Messages(List<String> devices, long seed) {
        this.devices = List.copyOf(devices);
        this.seed = seed;
        this.random = new SplittableRandom(seed);
    }

    List<ObjectNode> next() {
        String id = "m-%d-%d".formatted(seed, written++);
        ObjectNode command = JsonNodeFactory.instance
                .objectNode()
                .put("commandId", id)
                .put("deviceId", devices.get(random.nextInt(devices.size())))
                .put("type", "cloud-to-device")
                .put("delivery", "at-most-once"); // a message that is sent again has two outcomes, and rightly so
        command.putObject("message").put("bodyText", id).put("ack", "full").put("timeToLive", TIME_TO_LIVE.toString());
        return List.of(command);
    }
}
