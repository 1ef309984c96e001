package io.downlink.localstack;

import io.downlink.localstack.campaign.JobsCampaign;
import io.downlink.localstack.campaign.JobsCampaign.Result;
import io.downlink.localstack.campaign.JobsCampaignSettings;
import io.downlink.localstack.console.Console;
import io.downlink.localstack.console.Layout;
import io.downlink.localstack.stack.Ports;
import io.downlink.localstack.stack.ServicePorts;
import io.downlink.localstack.stack.StackException;
import io.downlink.localstack.stack.StackSettings;
import io.downlink.localstack.verdict.JobVerdict;
import io.downlink.localstack.verdict.JobVerdict.Promise;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The orchestrator under faults. */
@Command(
        name = "jobs",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "The orchestrator with one replica, then with two; exit status 0 only if no promise was broken.")
final class JobsCampaignCommand implements Callable<Integer> {
    private static final int BROKEN = 1;

    @Option(
            names = "--kills",
            defaultValue = "40",
            description = "kill -9 of orchestrator, Kafka and hub: ${DEFAULT-VALUE}")
    private int kills = 40;

    @Option(names = "--seed", description = "Of all that is left to chance; drawn, and told, unless given.")
    private @Nullable Long seed;

    @Option(names = "--devices", defaultValue = "250", description = "Virtual ones: ${DEFAULT-VALUE}")
    private int devices = 250;

    @Option(names = "--interval", defaultValue = "PT2S", description = "Between two jobs: ${DEFAULT-VALUE}")
    private Duration interval = Duration.ofSeconds(2);

    @Option(
            names = "--session-timeout",
            defaultValue = "PT6S",
            description = "Of the orchestrator's consumer group. Production has PT10S: ${DEFAULT-VALUE}")
    private Duration sessionTimeout = Duration.ofSeconds(6);

    @Option(names = "--hub-address", paramLabel = "127.x.y.z", description = "The first that is free, unless given.")
    private @Nullable String hubAddress;

    @Option(names = "--dir", description = "Of logs and state, cleared at the start: target/campaign-jobs")
    private @Nullable Path dir;

    private final Console console = Console.standard();
    private final Clock clock = Clock.systemUTC();

    @Override
    public Integer call() throws StackException, IOException, InterruptedException {
        long from = System.nanoTime();
        JobsCampaignSettings settings = settings();
        console.line("campaign        jobs, %d kills, seed %d, %d devices, a job every %s, session timeout %s"
                .formatted(kills, settings.seed(), devices, interval, sessionTimeout));
        Result result;
        try (Workplace workplace = Workplace.open(settings.stack().dir(), console, clock)) {
            workplace.clear();
            JobsCampaign campaign = new JobsCampaign(Home.path(), settings, workplace.processes(), console, clock);
            workplace.beforeStopping(() -> console.line("campaign        ends in: " + campaign.phase()));
            result = campaign.run();
        }
        return sum(settings, result, Duration.ofNanos(System.nanoTime() - from));
    }

    private JobsCampaignSettings settings() throws StackException {
        String address = hubAddress != null
                ? hubAddress
                : Ports.addressForHub()
                        .orElseThrow(() -> new StackException("no loopback address has a hub's ports free"));
        Path place = dir != null ? dir.toAbsolutePath() : Home.target("campaign-jobs");
        return new JobsCampaignSettings(
                StackSettings.in(place, Ports.lasting(), address, new ServicePorts(0, 0, 0)),
                kills,
                seed != null ? seed : clock.millis() % 1_000_000,
                devices,
                interval,
                sessionTimeout);
    }

    private int sum(JobsCampaignSettings settings, Result result, Duration took) {
        JobVerdict verdict = result.verdict();
        verdict.broken()
                .forEach(broken -> console.line("VIOLATION       %s; seed %d, see the logs in %s"
                        .formatted(broken, settings.seed(), settings.stack().dir())));
        console.line("                in " + Layout.took(took));
        console.lastLine("campaign jobs: %d kills, %d jobs, lost %d, scheduled twice %d, miscounted %d"
                .formatted(
                        result.kills(),
                        verdict.jobs(),
                        verdict.broken(Promise.ENDED),
                        verdict.broken(Promise.ONCE),
                        verdict.broken(Promise.COUNTED)));
        return verdict.clean() ? 0 : BROKEN;
    }
}
