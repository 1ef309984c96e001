package io.downlink.localstack.demo;

import static io.downlink.localstack.demo.Seen.outcome;
import static io.downlink.localstack.demo.UnexpectedException.unless;

import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandEvent.Completed;
import io.downlink.contracts.commands.CommandEvent.Failed;
import io.downlink.contracts.commands.Reason;
import io.downlink.localstack.processes.ServiceProcess;
import io.downlink.localstack.stack.StackException;
import java.io.IOException;
import java.time.Duration;

/** A device is not connected: by default the command fails at once, on demand it waits. */
final class OfflineDevice implements Scenario {
    private static final Duration FAILS_WITHIN = Duration.ofSeconds(30);
    private static final Duration COMES_AFTER = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final String device;

    OfflineDevice(String device) {
        this.device = device;
    }

    @Override
    public String id() {
        return "e";
    }

    @Override
    public String title() {
        return device + " is offline";
    }

    @Override
    public String play(Stage stage) throws UnexpectedException, StackException, IOException, InterruptedException {
        CommandEvent failed = stage.kafka().ask(Command.method(device, "reboot"), FAILS_WITHIN);
        boolean notOnline = failed instanceof Failed refused && refused.cause().reason() == Reason.DEVICE_NOT_ONLINE;
        unless(notOnline, "failed DEVICE_NOT_ONLINE", outcome(failed));

        Command patient = Command.method(device, "reboot").with("whenOffline", "wait");
        var _ = stage.kafka().send(patient);
        Thread.sleep(COMES_AFTER);
        ServiceProcess late = stage.fleet().connect(device);
        try {
            CommandEvent completed = stage.kafka().outcome(patient.commandId(), PATIENCE);
            unless(completed instanceof Completed, "completed, once the device had come", outcome(completed));
            return "%s; with wait: comes after %d s, %s"
                    .formatted(outcome(failed), COMES_AFTER.toSeconds(), completed.name());
        } finally {
            stage.fleet().disconnect(late);
        }
    }
}
