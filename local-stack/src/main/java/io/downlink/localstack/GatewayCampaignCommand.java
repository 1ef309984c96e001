package io.downlink.localstack;

import io.downlink.localstack.campaign.Campaign;
import io.downlink.localstack.campaign.Campaign.Result;
import io.downlink.localstack.campaign.CampaignSettings;
import io.downlink.localstack.campaign.Strike;
import io.downlink.localstack.console.Console;
import io.downlink.localstack.console.Layout;
import io.downlink.localstack.stack.StackException;
import io.downlink.localstack.verdict.Verdict;
import io.downlink.localstack.verdict.Violation;
import io.downlink.localstack.verdict.Violation.Promise;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private CampaignOptions options = new CampaignOptions();

    private final Console console = Console.standard();

    @Override
    public Integer call() throws StackException, IOException, InterruptedException {
        long from = System.nanoTime();
        CampaignSettings settings = options.settings(kills);
        Result result = options.run(
                "gateway",
                settings,
                console,
                processes -> new Campaign(Home.path(), settings, processes, console, Clock.systemUTC()));
        return sum(settings, result, Duration.ofNanos(System.nanoTime() - from));
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
