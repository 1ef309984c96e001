package io.downlink.localstack.demo;

import static io.downlink.localstack.demo.Seen.outcome;
import static io.downlink.localstack.demo.UnexpectedException.unless;

import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandEvent.Completed;
import io.downlink.contracts.json.ExactJson;
import java.io.IOException;
import java.time.Duration;

/** A command reaches its device, the answer comes back, and the device reports what it did. */
final class Reboot implements Scenario {
    private static final String DEVICE = "pump-1";
    private static final String ANSWER = "{\"result\":\"Reboot started.\"}";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    @Override
    public String id() {
        return "a";
    }

    @Override
    public String title() {
        return "reboot on " + DEVICE;
    }

    @Override
    public String play(Stage stage) throws UnexpectedException, IOException, InterruptedException {
        CommandEvent event = stage.kafka().ask(Call.of(DEVICE, "reboot"), PATIENCE);
        boolean answered = event instanceof Completed completed
                && completed.status() == 200
                && completed.payload() != null
                && ExactJson.text(completed.payload()).equals(ANSWER);
        unless(answered, "completed  200 " + ANSWER, outcome(event));
        awaitReport(stage);
        return outcome(event) + ", twin reports reboot.at";
    }

    private static void awaitReport(Stage stage) throws UnexpectedException, IOException, InterruptedException {
        long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
        JsonNode reported;
        do {
            reported = stage.stack().hub().twin(DEVICE).path("properties").path("reported");
            if (reported.path("reboot").has("at")) {
                return;
            }
            Thread.sleep(BETWEEN_LOOKS);
        } while (System.nanoTime() < giveUpAt);
        throw new UnexpectedException("completed, but the twin reports %s; expected reboot.at".formatted(reported));
    }
}
