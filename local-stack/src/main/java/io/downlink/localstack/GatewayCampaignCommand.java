package io.downlink.localstack;

import io.downlink.localstack.campaign.Campaign;
import io.downlink.localstack.campaign.Campaign.Result;
import io.downlink.localstack.campaign.CampaignSettings;
import io.downlink.localstack.campaign.Strike;
import io.downlink.localstack.console.Console;
import io.downlink.localstack.console.Layout;
import io.downlink.localstack.stack.Ports;
import io.downlink.localstack.stack.ServicePorts;
import io.downlink.localstack.stack.StackException;
import io.downlink.localstack.stack.StackSettings;
import io.downlink.localstack.verdict.Verdict;
import io.downlink.localstack.verdict.Violation;
import io.downlink.localstack.verdict.Violation.Promise;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The gateway under faults. */
@Command(
        name = "gateway",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "The gateway with one replica, then with three; exit status 0 only if no promise was broken.")
final class GatewayCampaignCommand implements Callable<Integer> {
    private static final int BROKEN = 1;

    @Option(
            names = "--kills",
            defaultValue = "100",
            description = "kill -9, each with a command between mark and outcome: ${DEFAULT-VALUE}")
    private int kills = 100;

    @Option(
            names = "--time",
            defaultValue = "PT2H",
            description = "After it no further strike begins, ISO-8601: ${DEFAULT-VALUE}")
    private Duration time = Duration.ofHours(2);

    @Option(names = "--seed", description = "Of all that is left to chance; drawn, and told, unless given.")
    private @Nullable Long seed;

    @Option(names = "--devices", defaultValue = "24", description = "In two processes: ${DEFAULT-VALUE}")
    private int devices = 24;

    @Option(names = "--rate", defaultValue = "12", description = "Commands a second: ${DEFAULT-VALUE}")
    private int rate = 12;

    @Option(
            names = "--session-timeout",
            defaultValue = "PT6S",
            description = "Of the gateway's consumer group, at Kafka's least. Production has PT45S: ${DEFAULT-VALUE}")
    private Duration sessionTimeout = Duration.ofSeconds(6);

    @Option(names = "--hub-address", paramLabel = "127.x.y.z", description = "The first that is free, unless given.")
    private @Nullable String hubAddress;

    @Option(names = "--dir", description = "Of logs, records and state, cleared at the start: target/campaign")
    private @Nullable Path dir;

    private final Console console = Console.standard();
    private final Clock clock = Clock.systemUTC();
    private volatile boolean stopping;
    private volatile boolean ended;

    @Override
    public Integer call() throws StackException, IOException, InterruptedException {
        long from = System.nanoTime();
        CampaignSettings settings = settings();
        console.line("campaign        gateway, %d kills, seed %d, %d devices, %d commands/s, session timeout %s"
                .formatted(kills, settings.seed(), devices, rate, sessionTimeout));
        Result result;
        try (Workplace workplace = Workplace.open(settings.stack().dir(), console, clock)) {
            workplace.clear();
            Campaign campaign = new Campaign(Home.path(), settings, workplace.processes(), console, clock);
            workplace.beforeStopping(() -> {
                stopping = true;
                if (!ended) {
                    console.line("campaign        interrupted in: " + campaign.phase());
                }
            });
            result = run(campaign, settings);
            ended = true;
        }
        return sum(settings, result, Duration.ofNanos(System.nanoTime() - from));
    }

    private Result run(Campaign campaign, CampaignSettings settings)
            throws StackException, IOException, InterruptedException {
        try {
            return campaign.run();
        } catch (StackException e) {
            ended = !stopping;
            throw new StackException("in %s: %s; seed %d, see %s"
                    .formatted(
                            campaign.phase(),
                            e.getMessage(),
                            settings.seed(),
                            settings.stack().dir()));
        } catch (IOException | RuntimeException e) {
            if (stopping) {
                throw new StackException("interrupted"); // it met what is being stopped
            }
            ended = true;
            throw e;
        }
    }

    private CampaignSettings settings() throws StackException {
        String address = hubAddress != null
                ? hubAddress
                : Ports.addressForHub()
                        .orElseThrow(() -> new StackException("no loopback address has a hub's ports free"));
        Path place = dir != null ? dir.toAbsolutePath() : Home.target("campaign");
        return new CampaignSettings(
                StackSettings.in(place, Ports.lasting(), address, new ServicePorts(0, 0, 0)),
                kills,
                time,
                seed != null ? seed : clock.millis() % 1_000_000,
                devices,
                rate,
                sessionTimeout);
    }

    private int sum(CampaignSettings settings, Result result, Duration took) {
        Verdict verdict = result.verdict();
        for (Violation violation : verdict.violations()) {
            console.line("VIOLATION       %s; seed %d, see %s and the logs in %s"
                    .formatted(
                            violation,
                            settings.seed(),
                            settings.stack()
                                    .deviceRecords()
                                    .resolve(violation.command().deviceId() + ".jsonl"),
                            settings.stack().dir()));
        }
        console.line("                " + strikes(result.strikes()) + " in " + Layout.took(took));
        console.line(
                "                told as done and not done %d, told as not done and done %d, done unasked %d; legal repetitions %d"
                        .formatted(
                                verdict.broken(Promise.TRUE),
                                verdict.broken(Promise.NOT_DONE),
                                verdict.broken(Promise.ASKED),
                                verdict.repeatedDeliveries()));
        console.lastLine(
                "campaign gateway: %d kills, %d commands, %d in doubt, lost %d, executed twice %d, out of order %d"
                        .formatted(
                                result.kills(),
                                verdict.commands(),
                                verdict.inDoubt(),
                                verdict.broken(Promise.ENDED),
                                verdict.broken(Promise.ONCE),
                                verdict.broken(Promise.IN_ORDER)));
        return verdict.clean() ? 0 : BROKEN;
    }

    private static String strikes(Map<Strike, Integer> strikes) {
        return strikes.entrySet().stream()
                .map(strike -> "%s: %d".formatted(strike.getKey().label(), strike.getValue()))
                .collect(Collectors.joining(", "));
    }
}
