package io.downlink.localstack.campaign;

import io.downlink.localstack.console.Console;
import io.downlink.localstack.console.Layout;
import io.downlink.localstack.processes.ProcessGroup;
import io.downlink.localstack.stack.StackException;
import io.downlink.localstack.verdict.Evidence;
import io.downlink.localstack.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Strikes one process after the other while commands go on, lets everything come to its end, and judges. */
public final class Campaign implements LongRun<Campaign.Result> {
    /** Commands, calls and records of the first seconds, before anything goes wrong. */
    private static final Duration WARM_WITHIN = Duration.ofSeconds(90);

    /** Strikes that do not count, one after the other: then something is wrong with the marks, or with the campaign. */
    private static final int IN_VAIN_MAX = 15;

    private final CampaignSettings settings;
    private final Site site;
    private final Console console;
    private final Clock clock;
    private volatile String phase = "starting";

    /** @param home the checkout, built */
    public Campaign(Path home, CampaignSettings settings, ProcessGroup processes, Console console, Clock clock) {
        this.settings = settings;
        this.site = new Site(home, settings, processes, clock);
        this.console = console;
        this.clock = clock;
    }

    /**
     * What came of it.
     *
     * @param strikes how often each kind struck with a command between mark and outcome
     */
    public record Result(Map<Strike, Integer> strikes, Verdict verdict) {

        /** How many processes were killed that way. */
        public int kills() {
            return strikes.entrySet().stream()
                    .filter(strike -> strike.getKey().isKill())
                    .mapToInt(Map.Entry::getValue)
                    .sum();
        }
    }

    @Override
    public String phase() {
        return phase;
    }

    @Override
    public Result run() throws StackException, IOException, InterruptedException {
        long from = System.nanoTime();
        site.start();
        console.line("started         Kafka, hub, %d devices, 1 gateway, in %s; logs and records: %s"
                .formatted(settings.devices(), since(from), settings.stack().dir()));
        Map<Strike, Integer> strikes;
        try (Supervisor _ = Supervisor.of(site.all());
                RawTopics topics = RawTopics.following(site.bootstrapServers());
                Group group = new Group(site.bootstrapServers())) {
            Striker striker = new Striker(site, settings, topics, group, clock);
            try (Traffic _ = Traffic.start(
                    site.bootstrapServers(), new Commands(site.devices(), settings, clock)::nextRequests, settings)) {
                phase = "first commands";
                Patience.require(
                        WARM_WITHIN,
                        "outcome",
                        () -> describe(topics),
                        () -> topics.told().size() > 10);
                strikes = strike(striker);
                phase = "last commands written";
            }
            phase = "settling";
            new Settling(site, topics, console).await();
            site.all().stream()
                    .filter(role -> role.endedByItself() > 0)
                    .forEach(role -> console.line("                %s ended by itself and was started again: %d times"
                            .formatted(role.name(), role.endedByItself())));
        }
        phase = "judging";
        RawTopics all = RawTopics.toTheEnd(site.bootstrapServers());
        Evidence evidence = new Evidence(
                all.asked(), all.told(), DeviceFiles.read(settings.stack().deviceRecords()));
        return new Result(strikes, Verdict.on(evidence));
    }

    /** Half of the kills, or of the time, with one replica, the others with three. */
    private Map<Strike, Integer> strike(Striker striker) throws StackException, IOException, InterruptedException {
        Map<Strike, Integer> counted = new EnumMap<>(Strike.class);
        SplittableRandom random = new SplittableRandom(settings.seed());
        int replicas = 1;
        int kills = 0;
        int inVain = 0;
        Instant began = clock.instant();
        Instant end = began.plus(settings.time());
        Instant half = began.plus(settings.time().dividedBy(2));
        for (int number = 1; kills < settings.kills() && clock.instant().isBefore(end); number++) {
            if (replicas == 1
                    && (kills >= settings.kills() / 2 || clock.instant().isAfter(half))) {
                replicas = Site.REPLICAS;
                phase = "starting two more replicas";
                for (Role gateway : site.gateways().subList(1, Site.REPLICAS)) {
                    gateway.start();
                    Site.await(gateway);
                }
            }
            Round round = Round.next(random);
            phase = "round %d, %s".formatted(number, round.strike().label());
            console.progress(phase);
            Striker.Struck struck = striker.strike(round, replicas);
            inVain = struck.counts() ? 0 : inVain + 1;
            if (inVain == IN_VAIN_MAX) {
                throw new StackException(
                        "%d strikes in a row met no command between mark and outcome".formatted(inVain));
            }
            if (struck.counts()) {
                counted.merge(round.strike(), 1, Integer::sum);
                kills += round.strike().isKill() ? 1 : 0;
            }
            console.line("%4d  %s".formatted(kills, struck.text()));
        }
        return counted;
    }

    private static String describe(RawTopics topics) {
        return "%d commands, %d final events"
                .formatted(topics.asked().size(), topics.told().size());
    }

    private static String since(long from) {
        return Layout.took(Duration.ofNanos(System.nanoTime() - from));
    }
}
