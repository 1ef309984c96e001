package io.downlink.localstack;

import io.downlink.localstack.campaign.CampaignSettings;
import io.downlink.localstack.campaign.FeedbackCampaign;
import io.downlink.localstack.campaign.FeedbackCampaign.Result;
import io.downlink.localstack.console.Console;
import io.downlink.localstack.stack.StackException;
import io.downlink.localstack.verdict.FeedbackVerdict;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The collector under faults. */
@Command(
        name = "feedback",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "The collector with one replica, then with two; exit status 0 only if no message's outcome was lost"
                        + " or contradicted.")
final class FeedbackCampaignCommand implements Callable<Integer> {
    private static final int BROKEN = 1;

    @Option(
            names = "--kills",
            defaultValue = "40",
            description = "kill -9 of collector, Kafka and hub, each while feedback is due: ${DEFAULT-VALUE}")
    private int kills = 40;

    @Mixin
    private CampaignOptions options = new CampaignOptions();

    private final Console console = Console.standard();

    @Override
    public Integer call() throws StackException, IOException, InterruptedException {
        CampaignSettings settings = options.settings(kills);
        Result result = options.run(
                "feedback",
                settings,
                console,
                processes -> new FeedbackCampaign(Home.path(), settings, processes, console, Clock.systemUTC()));
        FeedbackVerdict verdict = result.verdict();
        verdict.lost().forEach(message -> console.line("LOST            " + message));
        verdict.contradicted().forEach(message -> console.line("CONTRADICTED    " + message));
        console.line("                %s; %d repeats"
                .formatted(
                        result.strikes().entrySet().stream()
                                .map(strike ->
                                        "%s: %d".formatted(strike.getKey().label(), strike.getValue()))
                                .collect(Collectors.joining(", ")),
                        verdict.repeats()));
        console.lastLine("campaign feedback: %d kills, %d messages, lost %d, contradicted %d"
                .formatted(
                        result.kills(),
                        verdict.messages(),
                        verdict.lost().size(),
                        verdict.contradicted().size()));
        return verdict.clean() ? 0 : BROKEN;
    }
}
