package io.downlink.localstack.demo;

import static io.downlink.localstack.demo.Seen.outcome;
import static io.downlink.localstack.demo.UnexpectedException.unless;

import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandEvent.Completed;
import java.io.IOException;
import java.time.Duration;

/** A device answers whatever it answers: its refusal is an answer too, and passed on as it is. */
final class UnknownMethod implements Scenario {
    private static final String METHOD = "makeCoffee";
    private static final int NOT_IMPLEMENTED = 501;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String device;

    UnknownMethod(String device) {
        this.device = device;
    }

    @Override
    public String id() {
        return "j";
    }

    @Override
    public String title() {
        return "method nobody implements";
    }

    @Override
    public String play(Stage stage) throws UnexpectedException, IOException, InterruptedException {
        CommandEvent event = stage.kafka().ask(Command.method(device, METHOD), PATIENCE);
        boolean refused = event instanceof Completed completed && completed.status() == NOT_IMPLEMENTED;
        unless(refused, "completed %d".formatted(NOT_IMPLEMENTED), outcome(event));
        unless(
                stage.devices().received(device, METHOD).size() == 1,
                "it once in the device's record",
                "another number");
        unless(stage.devices().executed(device, METHOD).isEmpty(), "it was not executed", "that it was");
        return "%s %d, said by the device".formatted(event.name(), NOT_IMPLEMENTED);
    }
}
