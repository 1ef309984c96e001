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
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

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
        int open = 0;
        for (String device : devices) {
            dropped += stage.hub().dropLink(device);
            open += METHODS - executed(stage, device, run).size();
        }
        unless(dropped == devices.size(), "%d links dropped".formatted(devices.size()), dropped);
        unless(open > 0, "links cut while commands run", "all had run before");
        for (Command command : commands) {
            requireCompleted(stage, command);
        }
        for (String device : devices) {
            awaitConnection(stage, device, connections.getOrDefault(device, 0L));
            requireOrder(stage, device, run);
        }
        return "%s completed, %d links cut with %s to go, all back, each in order"
                .formatted(number(commands.size()), dropped, number(open));
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

    /** Comes back by itself: an SDK takes its time before it connects again, and may have nothing left to run. */
    private static void awaitConnection(Stage stage, String device, long before)
            throws UnexpectedException, IOException, InterruptedException {
        long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
        while (stage.devices().connections(device) == before) {
            if (System.nanoTime() > giveUpAt) {
                throw new UnexpectedException("no new connection in the record of " + device);
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    private static void requireOrder(Stage stage, String device, String run) throws UnexpectedException, IOException {
        List<String> executed = executed(stage, device, run);
        List<String> sent =
                IntStream.range(0, METHODS).mapToObj(Integer::toString).toList();
        unless(executed.equals(sent), "0 to %d in %s's record".formatted(METHODS - 1, device), executed);
    }

    /** What has run so far, by its number. A command whose answer was lost runs twice: what counts is its first time. */
    private static List<String> executed(Stage stage, String device, String run) throws IOException {
        return stage.devices().executed(device, METHOD).stream()
                .map((JsonNode payload) -> payload.path("value").asText())
                .filter(value -> value.startsWith(run))
                .map(value -> value.substring(run.length() + 1))
                .distinct()
                .toList();
    }
}
