package io.downlink.localstack;

import io.downlink.localstack.console.Console;
import io.downlink.localstack.console.Layout;
import io.downlink.localstack.demo.Demo;
import io.downlink.localstack.demo.Demo.Result;
import io.downlink.localstack.stack.Ports;
import io.downlink.localstack.stack.Stack;
import io.downlink.localstack.stack.StackException;
import io.downlink.localstack.stack.StackSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Starts a stack of its own, at ports that are free, plays the scenarios and stops it. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Starts everything, plays the scenarios, stops; exit status 0 only if every check held.")
final class DemoCommand implements Callable<Integer> {
    private static final int NOT_HELD = 1;

    private final Console console = Console.standard();
    private final Clock clock = Clock.systemUTC();

    @Override
    public Integer call() throws StackException, IOException, InterruptedException {
        long from = System.nanoTime();
        Path dir = Home.target("demo");
        Path transcript = dir.resolve("records.txt");
        Result result;
        try (Workplace workplace = Workplace.open(dir, console, clock)) {
            workplace.clear();
            Stack stack = Stack.start(Home.path(), settings(dir), workplace.processes(), console, clock);
            console.line("");
            result = new Demo(stack, console, transcript, clock).play();
            console.line("");
        }
        int held = result.checks() - result.failed().size();
        if (!result.held()) {
            console.line("demo: %d of %d checks held; failed: %s"
                    .formatted(held, result.checks(), String.join(", ", result.failed())));
            return NOT_HELD;
        }
        console.line("demo: %d of %d checks held in %s"
                .formatted(held, result.checks(), Layout.took(Duration.ofNanos(System.nanoTime() - from))));
        console.line("Next: ./downlink up, then ./downlink send pump-1 reboot; what you saw, record by record: "
                + "target/demo/records.txt");
        return 0;
    }

    private static StackSettings settings(Path dir) throws StackException {
        String hubAddress = Ports.addressForHub()
                .orElseThrow(() -> new StackException(
                        "ports %d, %d or %d are taken: the hub cannot listen. End what uses them (lsof -i :%d)"
                                .formatted(
                                        StackSettings.HUB_HTTPS_PORT,
                                        StackSettings.HUB_AMQPS_PORT,
                                        StackSettings.HUB_MQTTS_PORT,
                                        StackSettings.HUB_MQTTS_PORT)));
        return new StackSettings(dir, 0, hubAddress, Ports.free());
    }
}
