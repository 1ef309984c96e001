package io.downlink.localstack.campaign;

import io.downlink.localstack.console.Console;
import io.downlink.localstack.console.Layout;
import io.downlink.localstack.processes.ProcessGroup;
import io.downlink.localstack.stack.StackException;
import io.downlink.localstack.verdict.FeedbackVerdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Strikes collectors, Kafka and the hub while messages and their feedback flow, and judges what is told of each. */
public final class FeedbackCampaign implements LongRun<FeedbackCampaign.Result> {
    private static final Duration WARM_WITHIN = Duration.ofMinutes(3);
    private static final Duration DUE_WITHIN = Duration.ofSeconds(30);
    private static final Duration WELL_WITHIN = Duration.ofMinutes(3);
    private static final Duration SETTLED_WITHIN = Duration.ofMinutes(5);
    private static final int DOWN_MILLIS_MAX = 2_500;

    private final CampaignSettings settings;
    private final FeedbackSite site;
    private final Console console;
    private final Clock clock;
    private volatile String phase = "starting";

    /** @param home the checkout, built */
    public FeedbackCampaign(
            Path home, CampaignSettings settings, ProcessGroup processes, Console console, Clock clock) {
        this.settings = settings;
        this.site = new FeedbackSite(home, settings, processes, clock);
        this.console = console;
        this.clock = clock;
    }

    /**
     * What came of it.
     *
     * @param strikes how often each kind struck while feedback was due
     */
    public record Result(Map<FeedbackStrike, Integer> strikes, FeedbackVerdict verdict) {

        /** How many processes were killed. */
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
        site.start();
        String kafka = site.ground().bootstrapServers();
        console.line(
                "started         Kafka, hub, devices that complete, reject and abandon, gateway, 1 collector; logs and"
                        + " records: " + settings.stack().dir());
        Map<FeedbackStrike, Integer> strikes;
        try (Supervisor _ = Supervisor.of(site.all());
                FeedbackTopics topics = FeedbackTopics.following(kafka)) {
            Messages messages = new Messages(site.devices(), settings.seed());
            try (Traffic _ = Traffic.start(kafka, messages::next, settings)) {
                phase = "first outcomes";
                Patience.require(
                        WARM_WITHIN,
                        "outcome",
                        () -> describe(topics),
                        () -> !topics.outcomes().isEmpty());
                strikes = strike(topics);
                phase = "last messages written";
            }
            phase = "settling";
            boolean _ = Patience.within(SETTLED_WITHIN, () -> topics.open() == 0); // what is open then is lost
        }
        phase = "judging";
        FeedbackTopics all = FeedbackTopics.toTheEnd(kafka);
        return new Result(
                strikes,
                FeedbackVerdict.on(
                        all.told(),
                        all.outcomes(),
                        DeviceFiles.read(settings.stack().deviceRecords())));
    }

    /** The first half of the kills, or of the time, with one collector, the others with two. */
    private Map<FeedbackStrike, Integer> strike(FeedbackTopics topics)
            throws StackException, IOException, InterruptedException {
        Map<FeedbackStrike, Integer> counted = new EnumMap<>(FeedbackStrike.class);
        SplittableRandom random = new SplittableRandom(settings.seed());
        Instant began = clock.instant();
        Instant half = began.plus(settings.time().dividedBy(2));
        int replicas = 1;
        int kills = 0;
        while (kills < settings.kills() && clock.instant().isBefore(began.plus(settings.time()))) {
            if (replicas == 1
                    && (kills >= settings.kills() / 2 || clock.instant().isAfter(half))) {
                replicas = FeedbackSite.REPLICAS;
                phase = "starting the second collector";
                Role second = site.collectors().getLast();
                second.start();
                Ground.await(second);
            }
            FeedbackStrike strike = FeedbackStrike.next(random);
            phase = "round %d, %s".formatted(kills + 1, strike.label());
            Patience.require(
                    DUE_WITHIN, "message whose feedback is due", () -> describe(topics), () -> topics.open() > 0);
            int due = topics.open();
            Role target = target(strike, random.nextInt(replicas));
            Duration down = Duration.ofMillis(random.nextInt(DOWN_MILLIS_MAX));
            Instant back = strike(strike, target, down);
            Patience.require(
                    WELL_WITHIN,
                    "outcome since " + strike.label(),
                    () -> target.describe() + "; " + describe(topics),
                    () -> target.isReady() && topics.hasToldSince(back));
            counted.merge(strike, 1, Integer::sum);
            kills += strike.isKill() ? 1 : 0;
            console.line("%4d  %-24s %-12s %d replicas, %3d messages under way, well after %s"
                    .formatted(
                            kills,
                            strike.label(),
                            target.name(),
                            replicas,
                            due,
                            Layout.took(Duration.between(back, clock.instant()))));
        }
        return counted;
    }

    private Role target(FeedbackStrike strike, int which) {
        return switch (strike) {
            case KILL_COLLECTOR, PAUSE_COLLECTOR -> site.collectors().get(which);
            case KILL_KAFKA -> site.ground().kafka();
            case KILL_HUB -> site.ground().hub();
        };
    }

    /** @return when the process was back */
    private Instant strike(FeedbackStrike strike, Role target, Duration down) throws IOException, InterruptedException {
        if (strike.isKill()) {
            target.kill();
            Thread.sleep(down);
            target.start();
        } else {
            target.pause();
            try {
                Thread.sleep(settings.pause());
            } finally {
                target.resume();
            }
        }
        return clock.instant();
    }

    private static String describe(FeedbackTopics topics) {
        return "%d events, %d outcomes, %d to come"
                .formatted(topics.told().size(), topics.outcomes().size(), topics.open());
    }
}
