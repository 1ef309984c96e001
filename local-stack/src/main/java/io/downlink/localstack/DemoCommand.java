package io.downlink.localstack;

import io.downlink.localstack.console.Console;
import io.downlink.localstack.console.Layout;
import io.downlink.localstack.demo.Demo;
import io.downlink.localstack.demo.Demo.Result;
import io.downlink.localstack.processes.ProcessGroup;
import io.downlink.localstack.stack.Ports;
import io.downlink.localstack.stack.RunningStack;
import io.downlink.localstack.stack.ServicePorts;
import io.downlink.localstack.stack.Stack;
import io.downlink.localstack.stack.StackException;
import io.downlink.localstack.stack.StackSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts a stack of its own, at ports that are free, or takes one that runs; plays the scenarios, and stops what it started. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Starts everything, plays the scenarios, stops; exit status 0 only if every check held.")
final class DemoCommand implements Callable<Integer> {
    private static final int NOT_HELD = 1;
    private static final int INTERRUPTED = 130;
    /** What docker-compose.yml mounts, below target/. */
    private static final String COMPOSE_DIR = "compose";

    /** Which stack. */
    enum Choice {
        OWN,
        RUNNING
    }

    @Option(
            names = "--stack",
            paramLabel = "own|running",
            defaultValue = "own",
            description = "One that it starts and stops, or the one that ./downlink up or docker compose has started;"
                    + " then it starts devices alone: ${DEFAULT-VALUE}.")
    private Choice choice = Choice.OWN;

    @Option(
            names = "--hub-dir",
            paramLabel = "DIR",
            description = "Where the running hub's ca.pem is: target/up/hub or target/compose/hub.")
    private @Nullable Path hubDir;

    @Mixin
    private AddressOptions addresses = new AddressOptions();

    private final Console console = Console.standard();
    private final Clock clock = Clock.systemUTC();

    @Override
    public Integer call() throws StackException, IOException, InterruptedException {
        long from = System.nanoTime();
        Path dir = Home.target("demo");
        Result result;
        try (Workplace workplace = Workplace.open(dir, console, clock)) {
            workplace.clear();
            Stack stack = switch (choice) {
                case OWN -> own(dir, workplace.processes());
                case RUNNING -> running(dir, workplace.processes());
            };
            console.line("");
            Demo demo = new Demo(stack, console, dir.resolve("records.txt"), clock);
            workplace.beforeStopping(demo::interrupt);
            result = demo.play();
        }
        return result.interrupted() ? INTERRUPTED : sum(result, Duration.ofNanos(System.nanoTime() - from));
    }

    private Stack own(Path dir, ProcessGroup processes) throws StackException, IOException, InterruptedException {
        String hubAddress = Ports.addressForHub()
                .orElseThrow(() -> new StackException(
                        "ports %d, %d or %d are taken: the hub cannot listen. End what uses them (lsof -i :%d)"
                                .formatted(
                                        StackSettings.HUB_HTTPS_PORT,
                                        StackSettings.HUB_AMQPS_PORT,
                                        StackSettings.HUB_MQTTS_PORT,
                                        StackSettings.HUB_MQTTS_PORT)));
        StackSettings settings = StackSettings.in(dir, 0, hubAddress, ServicePorts.free());
        return Stack.start(Home.path(), settings, processes, console, clock);
    }

    private Stack running(Path dir, ProcessGroup processes) throws StackException, IOException, InterruptedException {
        List<Path> hubDirs = hubDir != null
                ? List.of(hubDir.toAbsolutePath())
                : List.of(
                        StackSettings.hubDir(Home.target(UpCommand.DIR)),
                        StackSettings.hubDir(Home.target(COMPOSE_DIR)));
        return RunningStack.join(Home.path(), addresses.settings(dir), hubDirs, processes, console, clock);
    }

    private int sum(Result result, Duration took) {
        int held = result.checks() - result.failed().size();
        if (!result.held()) {
            console.line("demo: %d of %d checks held; failed: %s"
                    .formatted(held, result.checks(), String.join(", ", result.failed())));
            return NOT_HELD;
        }
        console.line("demo: %d of %d checks held in %s".formatted(held, result.checks(), Layout.took(took)));
        String next = choice == Choice.OWN
                ? "./downlink up, then ./downlink send pump-1 reboot"
                : "./downlink send pump-1 reboot" + addresses.kafkaArgument();
        console.line("Next: %s; what you saw, record by record: target/demo/records.txt".formatted(next));
        return 0;
    }
}
