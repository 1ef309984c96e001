package io.downlink.localstack.demo;

import static io.downlink.localstack.demo.Seen.outcome;
import static io.downlink.localstack.demo.UnexpectedException.unless;

import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandEvent.Completed;
import io.downlink.contracts.json.ExactJson;
import java.io.IOException;
import java.time.Duration;

/** A command reaches its device, the answer comes back, and the device reports what it did. */
final class Reboot implements Scenario {
    private static final String ANSWER = "{\"result\":\"Reboot started.\"}";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private final String device;

    Reboot(String device) {
        this.device = device;
    }

    @Override
    public String id() {
        return "a";
    }

    @Override
    public String title() {
        return "reboot on " + device;
    }

    @Override
    public String play(Stage stage) throws UnexpectedException, IOException, InterruptedException {
        String before = reportedReboot(stage);
        CommandEvent event = stage.kafka().ask(Command.method(device, "reboot"), PATIENCE);
        boolean answered = event instanceof Completed completed
                && completed.status() == 200
                && completed.payload() != null
                && ExactJson.text(completed.payload()).equals(ANSWER);
        unless(answered, "completed  200 " + ANSWER, outcome(event));
        awaitReport(stage, before);
        return outcome(event) + ", twin reports reboot.at";
    }

    private void awaitReport(Stage stage, String before) throws UnexpectedException, IOException, InterruptedException {
        long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < giveUpAt) {
            if (!reportedReboot(stage).equals(before)) {
                return;
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
        throw new UnexpectedException("completed, but the twin does not report reboot.at");
    }

    /** When the device says it was started; empty if it never was. */
    private String reportedReboot(Stage stage) throws IOException {
        return stage.hub().twin(device).at("/properties/reported/reboot/at").asText();
    }
}
