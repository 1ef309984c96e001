package io.downlink.localstack;

import io.downlink.localstack.campaign.CampaignSettings;
import io.downlink.localstack.campaign.LongRun;
import io.downlink.localstack.console.Console;
import io.downlink.localstack.processes.ProcessGroup;
import io.downlink.localstack.stack.Ports;
import io.downlink.localstack.stack.ServicePorts;
import io.downlink.localstack.stack.StackException;
import io.downlink.localstack.stack.StackSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every campaign may be told, and how each is run: whatever ends it, its processes end first. */
final class CampaignOptions {
    @Option(
            names = "--time",
            defaultValue = "PT2H",
            description = "After it no further strike begins, ISO-8601: ${DEFAULT-VALUE}")
    private Duration time = Duration.ofHours(2);

    @Option(names = "--seed", description = "Of all that is left to chance; drawn, and told, unless given.")
    private @Nullable Long seed;

    @Option(names = "--devices", defaultValue = "24", description = "${DEFAULT-VALUE}")
    private int devices = 24;

    @Option(names = "--rate", defaultValue = "12", description = "Commands a second: ${DEFAULT-VALUE}")
    private int rate = 12;

    @Option(
            names = "--session-timeout",
            defaultValue = "PT6S",
            description = "Of the services' consumer group, at Kafka's least. Production has PT45S: ${DEFAULT-VALUE}")
    private Duration sessionTimeout = Duration.ofSeconds(6);

    @Option(names = "--hub-address", paramLabel = "127.x.y.z", description = "The first that is free, unless given.")
    private @Nullable String hubAddress;

    @Option(names = "--dir", description = "Of logs, records and state, cleared at the start: target/campaign")
    private @Nullable Path dir;

    private final Clock clock = Clock.systemUTC();
    private volatile boolean stopping;
    private volatile boolean ended;

    /** @param kills how many {@code kill -9} there are to be */
    CampaignSettings settings(int kills) throws StackException {
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

    /** Says what begins, runs it, and ends all processes. */
    <R> R run(String name, CampaignSettings settings, Console console, Function<ProcessGroup, LongRun<R>> made)
            throws StackException, IOException, InterruptedException {
        console.line("campaign        %s, %d kills, seed %d, %d devices, %d commands/s, session timeout %s"
                .formatted(
                        name,
                        settings.kills(),
                        settings.seed(),
                        settings.devices(),
                        settings.commandsPerSecond(),
                        settings.sessionTimeout()));
        try (Workplace workplace = Workplace.open(settings.stack().dir(), console, clock)) {
            workplace.clear();
            LongRun<R> campaign = made.apply(workplace.processes());
            workplace.beforeStopping(() -> {
                stopping = true;
                if (!ended) {
                    console.line("campaign        interrupted in: " + campaign.phase());
                }
            });
            R result = run(campaign, settings);
            ended = true;
            return result;
        }
    }

    private <R> R run(LongRun<R> campaign, CampaignSettings settings)
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
}
