package io.downlink.localstack.demo;

import static io.downlink.localstack.demo.Seen.outcome;
import static io.downlink.localstack.demo.UnexpectedException.unless;

import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandEvent.InDoubt;
import io.downlink.contracts.commands.Reason;
import java.io.IOException;
import java.time.Duration;

/** The link to the hub breaks when the device has acted: nobody can know, so Downlink says so, and does not repeat it. */
final class BrokenLink implements Scenario {
    private static final String METHOD = "reboot";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String device;

    BrokenLink(String device) {
        this.device = device;
    }

    @Override
    public String id() {
        return "i";
    }

    @Override
    public String title() {
        return "link cut during a reboot";
    }

    @Override
    public String play(Stage stage) throws UnexpectedException, IOException, InterruptedException {
        int before = stage.devices().executed(device, METHOD).size();
        String fault = stage.hub().breakLinkOnceAfterExecution(device);
        try {
            CommandEvent event = stage.kafka().ask(Command.method(device, METHOD), PATIENCE);
            boolean lost = event instanceof InDoubt doubt && doubt.cause().reason() == Reason.CONNECTION_LOST;
            unless(lost, "in-doubt CONNECTION_LOST", outcome(event));
            int runs = stage.devices().executed(device, METHOD).size() - before;
            unless(runs == 1, "run once in the device's own record", "run %d times".formatted(runs));
            return outcome(event) + ", the device's own record: run once";
        } finally {
            stage.hub().removeFault(fault);
        }
    }
}
