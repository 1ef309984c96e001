package io.downlink.localstack.demo;

import static io.downlink.localstack.demo.Seen.outcome;
import static io.downlink.localstack.demo.UnexpectedException.unless;

import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandEvent.Expired;
import java.io.IOException;
import java.time.Duration;

/** A command that is too late is not sent. */
final class PastDeadline implements Scenario {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String device;

    PastDeadline(String device) {
        this.device = device;
    }

    @Override
    public String id() {
        return "h";
    }

    @Override
    public String title() {
        return "command past its deadline";
    }

    @Override
    public String play(Stage stage) throws UnexpectedException, IOException, InterruptedException {
        Command call = Untouched.marked(device)
                .with("deadline", stage.clock().instant().minusSeconds(1).toString());
        CommandEvent event = stage.kafka().ask(call, PATIENCE);
        unless(event instanceof Expired, "expired", outcome(event));
        Untouched.require(stage, call, PATIENCE);
        return outcome(event) + ", the device never saw it";
    }
}
