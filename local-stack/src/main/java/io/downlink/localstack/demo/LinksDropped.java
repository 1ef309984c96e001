package io.downlink.localstack.demo;

import static io.downlink.localstack.demo.Seen.number;
import static io.downlink.localstack.demo.Seen.outcome;
import static io.downlink.localstack.demo.UnexpectedException.unless;

import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandEvent.Completed;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** Every device loses its connection while its commands run, and comes back by itself: at-least-once leaves none behind. */
final class LinksDropped implements Scenario {
    private static final int METHODS = 20;
    private static final String METHOD = "setValue";
    /** A call that was open when the link broke, and those that found the device away. */
    private static final int ATTEMPTS_MAX = 20;

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final List<String> devices;

    LinksDropped(List<String> devices) {
        this.devices = List.copyOf(devices);
    }

    @Override
    public String id() {
        return "m";
    }

    @Override
    public String title() {
        return "every device's link cut";
    }

    @Override
    public String play(Stage stage) throws UnexpectedException, IOException, InterruptedException {
        Map<String, Long> connections = connections(stage);
        String run = UUID.randomUUID().toString();
        List<Command> commands = new ArrayList<>();
        for (int number = 0; number < METHODS; number++) {
            for (String device : devices) {
                commands.add(Command.method(device, METHOD)
                        .payload("value", run + " " + number)
                        .with("delivery", "at-least-once")
                        .with("whenOffline", "wait")
                        .with("attemptsMax", ATTEMPTS_MAX));
            }
        }
        commands.forEach(stage.kafka()::sendSoon);
        requireCompleted(stage, commands.getFirst());
        int dropped = 0;
        for (String device : devices) {
            dropped += stage.hub().dropLink(device);
        }
        unless(dropped == devices.size(), "%d links dropped".formatted(devices.size()), dropped);
        for (Command command : commands) {
            requireCompleted(stage, command);
        }
        for (String device : devices) {
            long again = stage.devices().connections(device) - connections.getOrDefault(device, 0L);
            unless(again > 0, device + " connected again by itself", "no new connection in its record");
            requireOrder(stage, device, run);
        }
        return "%s completed, %d links cut, all devices back, none out of order"
                .formatted(number(commands.size()), dropped);
    }

    private Map<String, Long> connections(Stage stage) throws IOException {
        Map<String, Long> connections = new HashMap<>();
        for (String device : devices) {
            connections.put(device, stage.devices().connections(device));
        }
        return connections;
    }

    private static void requireCompleted(Stage stage, Command command)
            throws UnexpectedException, InterruptedException {
        CommandEvent event = stage.kafka().outcome(command.commandId(), PATIENCE);
        unless(event instanceof Completed, "completed on " + command.deviceId(), outcome(event));
    }

    /** A command whose answer was lost runs twice: what counts is its first time. */
    private static void requireOrder(Stage stage, String device, String run) throws UnexpectedException, IOException {
        List<String> executed = stage.devices().executed(device, METHOD).stream()
                .map((JsonNode payload) -> payload.path("value").asText())
                .filter(value -> value.startsWith(run))
                .map(value -> value.substring(run.length() + 1))
                .distinct()
                .toList();
        List<String> sent =
                IntStream.range(0, METHODS).mapToObj(Integer::toString).toList();
        unless(executed.equals(sent), "0 to %d in %s's record".formatted(METHODS - 1, device), executed);
    }
}
