package io.downlink.localstack.demo;

import static io.downlink.localstack.demo.Seen.outcome;
import static io.downlink.localstack.demo.UnexpectedException.unless;

import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandEvent.Completed;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;

/** Sees that a command never reached its device. */
final class Untouched {
    private static final String METHOD = "echo";
    private static final String MARK = "mark";

    private Untouched() {}

    /** A call that can be recognised in the device's record by its id. */
    static Command marked(String deviceId) {
        Command call = Command.method(deviceId, METHOD);
        return call.payload(MARK, call.commandId());
    }

    /** Sends another call after it: once that one stands in the device's record, this one would stand before it. */
    static void require(Stage stage, Command call, Duration patience)
            throws UnexpectedException, IOException, InterruptedException {
        String next = UUID.randomUUID().toString();
        CommandEvent event =
                stage.kafka().ask(Command.method(call.deviceId(), METHOD).payload(MARK, next), patience);
        unless(event instanceof Completed, "the next command of the device completed", outcome(event));
        unless(reached(stage, call.deviceId(), next), "the next command in the device's record", "none");
        unless(
                !reached(stage, call.deviceId(), call.commandId()),
                "nothing of it in the device's record",
                "the command there");
    }

    private static boolean reached(Stage stage, String deviceId, String mark) throws IOException {
        return stage.devices().received(deviceId, METHOD).stream()
                .anyMatch(payload -> payload.path(MARK).asText().equals(mark));
    }
}
