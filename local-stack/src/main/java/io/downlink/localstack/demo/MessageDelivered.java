package io.downlink.localstack.demo;

import static io.downlink.localstack.demo.Seen.outcome;
import static io.downlink.localstack.demo.UnexpectedException.unless;

import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandEvent.Enqueued;
import io.downlink.contracts.feedback.Feedback;
import io.downlink.contracts.feedback.Feedback.Delivered;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A message reaches its device byte for byte, and the hub tells that it did. */
final class MessageDelivered implements Scenario {
    static final String TEXT = "Cloud to device message.";
    /** A hub collects feedback for up to 15 seconds. */
    static final Duration PATIENCE = Duration.ofMinutes(3);

    private final String device;

    MessageDelivered(String device) {
        this.device = device;
    }

    @Override
    public String id() {
        return "b";
    }

    @Override
    public String title() {
        return "message to " + device;
    }

    @Override
    public String play(Stage stage) throws UnexpectedException, IOException, InterruptedException {
        Command message = Command.message(device, TEXT);
        enqueue(stage, message);
        Feedback feedback = stage.kafka().feedback(message, PATIENCE);
        unless(feedback instanceof Delivered, "feedback delivered", "feedback " + feedback.name());
        requireTaken(stage, message);
        return "enqueued, device got \"%s\", feedback %s".formatted(TEXT, feedback.name());
    }

    static void enqueue(Stage stage, Command message) throws UnexpectedException, InterruptedException {
        CommandEvent event = stage.kafka().ask(message, PATIENCE);
        unless(event instanceof Enqueued, "enqueued", outcome(event));
    }

    /** Sees in the device's record that it got the message as it was sent, and completed it. */
    static void requireTaken(Stage stage, Command message) throws UnexpectedException, IOException {
        List<JsonNode> lines = stage.devices().message(message.deviceId(), message.commandId());
        List<String> bodies = lines.stream()
                .filter(line -> line.path("event").asText().equals("message-received"))
                .map(line -> line.path("bodyText").asText())
                .toList();
        unless(bodies.equals(List.of(TEXT)), "%s once in the device's record".formatted(TEXT), bodies);
        boolean completed =
                lines.stream().anyMatch(line -> line.path("event").asText().equals("message-completed"));
        unless(completed, "that the device completed it", lines);
    }
}
