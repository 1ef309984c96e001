package io.downlink.localstack;

import io.downlink.localstack.console.Console;
import io.downlink.localstack.stack.Stack;
import io.downlink.localstack.stack.StackException;
import io.downlink.localstack.stack.StackSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts a stack at its usual ports, and keeps it until it is stopped. What Kafka holds is there again the next time. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Starts everything and keeps it running; Ctrl-C stops all of it.")
final class UpCommand implements Callable<Integer> {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    @Option(names = "--kafka-port", paramLabel = "PORT", defaultValue = "9092", description = "${DEFAULT-VALUE}")
    private int kafkaPort = 9092;

    @Option(
            names = "--hub-address",
            paramLabel = "127.x.y.z",
            defaultValue = "127.0.0.1",
            description = "${DEFAULT-VALUE}")
    private String hubAddress = "127.0.0.1";

    @Option(
            names = "--gateway-port",
            paramLabel = "PORT",
            defaultValue = "8081",
            description = "Health, metrics: ${DEFAULT-VALUE}")
    private int gatewayPort = 8081;

    @Option(names = "--fresh", description = "Forget what an earlier stack has kept.")
    private boolean fresh;

    private final Console console = Console.standard();
    private final Clock clock = Clock.systemUTC();

    @Override
    public Integer call() throws StackException, IOException, InterruptedException {
        Path dir = Home.target("up");
        try (Workplace workplace = Workplace.open(dir, console, clock)) {
            if (fresh) {
                workplace.clear();
            }
            StackSettings settings = new StackSettings(dir, kafkaPort, hubAddress, gatewayPort);
            Stack stack = Stack.start(Home.path(), settings, workplace.processes(), console, clock);
            console.line("");
            console.line(
                    "up: try ./downlink send pump-1 reboot '{\"delay\": 3}', and ./downlink watch; Ctrl-C stops all of it");
            List<String> ended = awaitAnEnd(stack);
            ended.forEach(console::line);
        }
        return Main.CANNOT_RUN;
    }

    private static List<String> awaitAnEnd(Stack stack) throws InterruptedException {
        List<String> ended = stack.ended();
        while (ended.isEmpty()) {
            Thread.sleep(BETWEEN_LOOKS);
            ended = stack.ended();
        }
        return ended;
    }
}
