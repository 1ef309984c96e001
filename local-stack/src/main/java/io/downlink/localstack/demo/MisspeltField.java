package io.downlink.localstack.demo;

import static io.downlink.localstack.demo.Seen.outcome;
import static io.downlink.localstack.demo.UnexpectedException.unless;

import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandEvent.Invalid;
import java.io.IOException;
import java.time.Duration;

/** A misspelt field is refused; otherwise the command would run without what the sender asked for. */
final class MisspeltField implements Scenario {
    private static final String MISSPELT = "deadlin";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String device;

    MisspeltField(String device) {
        this.device = device;
    }

    @Override
    public String id() {
        return "k";
    }

    @Override
    public String title() {
        return "\"%s\" for \"deadline\"".formatted(MISSPELT);
    }

    @Override
    public String play(Stage stage) throws UnexpectedException, IOException, InterruptedException {
        Command call = Untouched.marked(device).with(MISSPELT, "2100-01-01T00:00:00Z");
        CommandEvent event = stage.kafka().ask(call, PATIENCE);
        boolean named = event instanceof Invalid invalid
                && invalid.problems().stream()
                        .anyMatch(problem -> problem.field().equals(MISSPELT));
        unless(named, "invalid, with the field " + MISSPELT, outcome(event));
        Untouched.require(stage, call, PATIENCE);
        return event.name() + ", field named, nothing sent";
    }
}
