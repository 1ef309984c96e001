package io.downlink.localstack.demo;

import static io.downlink.localstack.demo.Seen.number;
import static io.downlink.localstack.demo.Seen.outcome;
import static io.downlink.localstack.demo.UnexpectedException.unless;

import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandEvent.Completed;
import io.downlink.localstack.stack.HubApi.Statistics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Every device gets its commands in the order they were sent, one at a time; different devices do not wait for each other. */
final class ManyMethods implements Scenario {
    private static final int METHODS = 100;
    private static final String METHOD = "setValue";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final List<String> devices;

    ManyMethods(List<String> devices) {
        this.devices = List.copyOf(devices);
    }

    @Override
    public String id() {
        return "g";
    }

    @Override
    public String title() {
        return "%d methods × %d devices".formatted(METHODS, devices.size());
    }

    @Override
    public String play(Stage stage) throws UnexpectedException, IOException, InterruptedException {
        String run = UUID.randomUUID().toString();
        stage.hub().restartStatistics();
        List<Command> calls = new ArrayList<>();
        for (int number = 0; number < METHODS; number++) {
            for (String device : devices) {
                Command call = Command.method(device, METHOD).payload("value", run + " " + number);
                calls.add(call);
                stage.kafka().sendSoon(call);
            }
        }
        for (Command call : calls) {
            CommandEvent event = stage.kafka().outcome(call.commandId(), PATIENCE);
            unless(event instanceof Completed, "completed on " + call.deviceId(), outcome(event));
        }
        for (String device : devices) {
            requireOrder(stage, device, run);
        }
        Statistics statistics = stage.hub().statistics();
        unless(statistics.atOnceMaxPerDevice() == 1, "never 2 at once for one device", statistics);
        int atOnceMin = devices.size() / 2;
        unless(statistics.atOnceMax() >= atOnceMin, "at least %d devices at once".formatted(atOnceMin), statistics);
        return "%s completed, each device in the order sent, %d at once at most"
                .formatted(number(calls.size()), statistics.atOnceMax());
    }

    private static void requireOrder(Stage stage, String device, String run) throws UnexpectedException, IOException {
        List<String> executed = stage.devices().executed(device, METHOD).stream()
                .map((JsonNode payload) -> payload.path("value").asText())
                .filter(value -> value.startsWith(run))
                .map(value -> value.substring(run.length() + 1))
                .toList();
        List<String> sent =
                IntStream.range(0, METHODS).mapToObj(Integer::toString).toList();
        unless(executed.equals(sent), "0 to %d in %s's record".formatted(METHODS - 1, device), executed);
    }
}
