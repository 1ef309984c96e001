package io.downlink.localstack;

import io.downlink.localstack.console.Console;
import io.downlink.localstack.stack.Stack;
import io.downlink.localstack.stack.StackException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts a stack at its usual ports, and keeps it until it is stopped. What Kafka holds is there again the next time. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Starts everything and keeps it running; Ctrl-C stops all of it.")
final class UpCommand implements Callable<Integer> {
    /** Below target/. */
    static final String DIR = "up";

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    @Mixin
    private AddressOptions addresses = new AddressOptions();

    @Option(names = "--fresh", description = "Forget what an earlier stack has kept.")
    private boolean fresh;

    private final Console console = Console.standard();
    private final Clock clock = Clock.systemUTC();

    @Override
    public Integer call() throws StackException, IOException, InterruptedException {
        Path dir = Home.target(DIR);
        try (Workplace workplace = Workplace.open(dir, console, clock)) {
            if (fresh) {
                workplace.clear();
            }
            Stack stack = Stack.start(Home.path(), addresses.settings(dir), workplace.processes(), console, clock);
            console.line("");
            String kafka = addresses.kafkaArgument();
            console.line(
                    "up: try ./downlink send pump-1 reboot '{\"delay\": 3}'%s, and ./downlink watch%s; Ctrl-C stops all of it"
                            .formatted(kafka, kafka));
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
