package io.downlink.benchmarks.gateway;

import io.downlink.benchmarks.Checkout;
import io.downlink.benchmarks.KafkaUnderTest;
import io.downlink.benchmarks.Load;
import io.downlink.benchmarks.Pause;
import io.downlink.benchmarks.Report;
import io.downlink.benchmarks.ServiceUnderTest;
import io.downlink.benchmarks.emulator.HubRest;
import io.downlink.benchmarks.emulator.HubRest.Throttled;
import io.downlink.benchmarks.emulator.HubUnderTest;
import io.downlink.contracts.topics.Service;
import io.downlink.contracts.topics.Topics;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How much of their share of a throttled hub several gateways use together, and how often it refuses them. */
@Command(
        name = "pacing",
        description = "Replicas that always have more to send than their hub takes: their part of the share, and 429s.",
        mixinStandardHelpOptions = true)
public final class PacingBenchmark implements Callable<Integer> {
    private static final String ADDRESS = "127.71.0.9";
    private static final String METHODS = "directMethods";
    /** Of a unit of S1, as long as a payload has no more than 4 KB. */
    private static final int METHODS_PER_SECOND = 40;

    private static final int PARTITIONS = Topics.spec(Topics.COMMANDS).partitions();
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Option(names = "--replicas", defaultValue = "3", description = "Gateways: ${DEFAULT-VALUE}")
    private int replicas;

    @Option(names = "--units", defaultValue = "10", description = "Of tier S1, 40 methods/s each: ${DEFAULT-VALUE}")
    private int units;

    @Option(names = "--share", defaultValue = "0.8", description = "Of the hub, for all of them: ${DEFAULT-VALUE}")
    private double share;

    @Option(names = "--warm-up", defaultValue = "PT30S", description = "Before anything is counted: ${DEFAULT-VALUE}")
    private Duration warmUp = Duration.ZERO;

    @Option(names = "--duration", defaultValue = "PT60S", description = "Of each line: ${DEFAULT-VALUE}")
    private Duration duration = Duration.ZERO;

    @Option(names = "--lines", defaultValue = "3", description = "One after the other: ${DEFAULT-VALUE}")
    private int lines;

    @Spec
    private CommandSpec spec = CommandSpec.create(); // picocli sets it

    private final List<List<String>> rows = new ArrayList<>();

    @Override
    public Integer call() {
        Checkout checkout = Checkout.ours();
        Report report = new Report(
                checkout, "pacing", spec.commandLine().getParseResult().originalArgs());
        double sharePerSecond = share * units * METHODS_PER_SECOND;
        List<String> hubArguments = List.of(
                "--no-443", "--tier", "S1", "--units", Integer.toString(units), "--virtual", "p-*,latency=20ms");
        Vertx vertx = Vertx.vertx();
        try (KafkaUnderTest kafka = KafkaUnderTest.start(checkout, Service.COMMAND_GATEWAY);
                HubUnderTest hub = HubUnderTest.start(checkout, ADDRESS, List.of("-Xmx512m"), hubArguments);
                Gateways _ = gateways(checkout, kafka, hub);
                CommandTraffic traffic =
                        CommandTraffic.open(kafka.bootstrapServers(), Topics.COMMANDS, Topics.COMMAND_EVENTS);
                Loads _ = loads(traffic, (int) Math.ceil(3 * sharePerSecond / PARTITIONS))) {
            HubRest rest = new HubRest(vertx, hub, 1);
            Pause.of(warmUp);
            Reading beginning = Reading.of(rest);
            Reading before = beginning;
            for (int line = 1; line <= lines; line++) {
                Pause.of(duration);
                Reading now = Reading.of(rest);
                row("line " + line, before, now, sharePerSecond);
                before = now;
            }
            row("all", beginning, before, sharePerSecond);
            traffic.tell(report);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
        report.say(
                ("%d gateways in front of a hub of tier S1 with %d units, which takes %,d methods a second; the share of all of"
                                + " them is %.2f of that, %,.0f a second. Each always has commands that wait. What the hub counts is"
                                + " what counts.")
                        .formatted(replicas, units, units * METHODS_PER_SECOND, share, sharePerSecond));
        report.table(List.of("", "s", "calls", "calls/s", "of the share", "429", "of all calls", "load average"), rows);
        report.publish();
        return 0;
    }

    /** What the hub has counted by then. */
    private record Reading(long nanos, Throttled counts) {
        static Reading of(HubRest rest) {
            Throttled counts = rest.throttled(METHODS)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            return new Reading(System.nanoTime(), counts);
        }
    }

    private record Gateways(List<ServiceUnderTest> all) implements AutoCloseable {
        @Override
        public void close() {
            all.forEach(ServiceUnderTest::close);
        }

        void awaitPartitions(int each) {
            if (!Pause.until(
                    () -> all.stream().allMatch(gateway -> gateway.sum("downlink_take_over_seconds_count") >= each),
                    PATIENCE)) {
                throw new IllegalStateException("Not every gateway took its partitions over in " + PATIENCE);
            }
        }
    }

    /** Returns when each of them has partitions. */
    private Gateways gateways(Checkout checkout, KafkaUnderTest kafka, HubUnderTest hub) {
        List<String> settings = new ArrayList<>(hub.settings());
        settings.addAll(List.of(
                "-Ddownlink.hubs.default.tier=S1",
                "-Ddownlink.hubs.default.units=" + units,
                "-Ddownlink.hubs.default.share=" + share));
        Gateways gateways = new Gateways(new ArrayList<>());
        try {
            for (int number = 1; number <= replicas; number++) {
                gateways.all()
                        .add(ServiceUnderTest.start(
                                checkout,
                                "command-gateway",
                                "command-gateway-" + number,
                                kafka,
                                List.of("-Xmx256m"),
                                settings));
            }
            gateways.awaitPartitions(PARTITIONS / replicas);
            return gateways;
        } catch (RuntimeException | Error failed) {
            gateways.close();
            throw failed;
        }
    }

    private record Loads(List<Load> all) implements AutoCloseable {
        @Override
        public void close() {
            all.parallelStream().forEach(Load::close);
        }
    }

    /** As much in each partition: who has as many of them has as much to do. */
    private static Loads loads(CommandTraffic traffic, int openEach) {
        return new Loads(IntStream.range(0, PARTITIONS)
                .mapToObj(partition ->
                        Load.keepingOpen(openEach, number -> traffic.send(command(partition, number % openEach))))
                .toList());
    }

    private static Asked command(int partition, long device) {
        return Asked.method(
                        UUID.randomUUID().toString(),
                        "p-%d-%d".formatted(partition, device),
                        "\"delivery\":\"at-least-once\",",
                        "")
                .in(partition);
    }

    private void row(String name, Reading from, Reading to, double sharePerSecond) {
        Throttled counts = to.counts().since(from.counts());
        double seconds = (to.nanos() - from.nanos()) / 1e9;
        double perSecond = counts.allowed() / seconds;
        List<String> row = List.of(
                name,
                "%,.0f".formatted(seconds),
                "%,d".formatted(counts.allowed()),
                "%,.1f".formatted(perSecond),
                "%.1f %%".formatted(100 * perSecond / sharePerSecond),
                "%,d".formatted(counts.refused()),
                "%.2f %%".formatted(100.0 * counts.refused() / Math.max(1, counts.allowed() + counts.refused())),
                Report.load());
        System.out.println(String.join("  ", row));
        rows.add(row);
    }
}
