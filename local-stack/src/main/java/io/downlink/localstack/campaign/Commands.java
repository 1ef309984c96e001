package io.downlink.localstack.campaign;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;
import java.util.SplittableRandom;

/** Commands of all kinds: methods and messages, with both deliveries, and now and then one that is taken back. */
final class Commands {
    /** Of a hundred commands. */
    private static final int METHODS = 88;

    private static final int ATTEMPTS_MAX = 20;

    private final List<String> devices;
    private final long seed;
    private final SplittableRandom random;
    private final Clock clock;
    private int written;

    Commands(List<String> devices, CampaignSettings settings, Clock clock) {
        this.devices = List.copyOf(devices);
        this.seed = settings.seed();
        this.random = new SplittableRandom(seed);
        this.clock = clock;
    }

    /** The next one, and what takes it back if anything does. */
    List<ObjectNode> nextRequests() {
        ObjectNode command = next();
        return random.nextInt(30) == 0 ? List.of(command, takingBack(command)) : List.of(command);
    }

    private static ObjectNode takingBack(ObjectNode command) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "cancel")
                .put("deviceId", command.path("deviceId").textValue())
                .put("commandId", command.path("commandId").textValue());
    }

    /**
     * Most are methods that must not be repeated; some wait for their device, or have little time. Messages have much: one
     * that expires in the hub is enqueued, and comes to no device.
     */
    private ObjectNode next() {
        ObjectNode command = JsonNodeFactory.instance.objectNode();
        String id = "c-%d-%d".formatted(seed, written++);
        command.put("commandId", id).put("deviceId", devices.get(random.nextInt(devices.size())));
        int kind = random.nextInt(100);
        if (kind < METHODS) {
            command.put("type", "direct-method");
            command.putObject("method")
                    .put("name", "setValue")
                    .putObject("payload")
                    .put("commandId", id);
            command.put("whenOffline", random.nextInt(3) == 0 ? "fail" : "wait");
            command.put("delivery", kind < 66 ? "at-most-once" : "at-least-once");
        } else {
            command.put("type", "cloud-to-device");
            command.putObject("message").put("bodyText", id);
            command.put("delivery", kind < 98 ? "at-least-once" : "at-most-once");
        }
        command.put("attemptsMax", random.nextInt(4) == 0 ? 1 : ATTEMPTS_MAX);
        command.put("priority", random.nextInt(4) == 0 ? "bulk" : "interactive");
        if (random.nextInt(25) == 0 && kind < METHODS) {
            command.put(
                    "deadline",
                    clock.instant().plusSeconds(1 + random.nextInt(10)).toString());
        }
        if (random.nextInt(100) == 0) {
            command.put("deadlin", "PT1S"); // must not be carried out
        }
        return command;
    }
}
