package io.downlink.localstack.demo;

import static io.downlink.localstack.demo.MessageDelivered.PATIENCE;
import static io.downlink.localstack.demo.MessageDelivered.TEXT;
import static io.downlink.localstack.demo.MessageDelivered.enqueue;
import static io.downlink.localstack.demo.MessageDelivered.requireTaken;
import static io.downlink.localstack.demo.UnexpectedException.unless;

import io.downlink.contracts.feedback.Feedback;
import io.downlink.contracts.feedback.Feedback.Delivered;
import io.downlink.contracts.feedback.Feedback.Expired;
import io.downlink.localstack.processes.ServiceProcess;
import io.downlink.localstack.stack.StackException;
import java.io.IOException;
import java.time.Duration;

/** The hub keeps a message for a device that is away, for as long as the message lives. */
final class MessageToAnAbsentee implements Scenario {
    private static final Duration LIVES = Duration.ofSeconds(1);
    private static final Duration COMES_AFTER = Duration.ofSeconds(3);

    private final String device;

    MessageToAnAbsentee(String device) {
        this.device = device;
    }

    @Override
    public String id() {
        return "f";
    }

    @Override
    public String title() {
        return "message to an offline device";
    }

    @Override
    public String play(Stage stage) throws UnexpectedException, StackException, IOException, InterruptedException {
        Command lasting = Command.message(device, TEXT);
        Command fleeting = Command.message(device, "Too late.").timeToLive(LIVES.toString());
        enqueue(stage, lasting);
        enqueue(stage, fleeting);

        Thread.sleep(COMES_AFTER);
        ServiceProcess connected = stage.fleet().connect(device);
        try {
            Feedback kept = stage.kafka().feedback(lasting, PATIENCE);
            unless(kept instanceof Delivered, "feedback delivered", "feedback " + kept.name());
            requireTaken(stage, lasting);
            Feedback late = stage.kafka().feedback(fleeting, PATIENCE);
            unless(late instanceof Expired, "feedback expired", "feedback " + late.name());
            unless(
                    stage.devices().message(device, fleeting.commandId()).isEmpty(),
                    "nothing of the expired one in the device's record",
                    "it there");
            return "enqueued, %s when it connects; the other one: feedback %s".formatted(kept.name(), late.name());
        } finally {
            stage.fleet().disconnect(connected);
        }
    }
}
