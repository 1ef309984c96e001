package io.downlink.benchmarks.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.benchmarks.Checkout;
import io.downlink.benchmarks.KafkaUnderTest;
import io.downlink.benchmarks.Pause;
import io.downlink.benchmarks.Report;
import io.downlink.benchmarks.ServiceUnderTest;
import io.downlink.benchmarks.emulator.HubRest;
import io.downlink.benchmarks.emulator.HubUnderTest;
import io.downlink.contracts.topics.Service;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Two jobs over a whole fleet of a throttled hub, asked for ahead of their time and followed through the topics alone. */
@Command(
        name = "fleet",
        description = "A method and a twin update on 10,000 virtual devices, as tiers S1 and S2 allow.",
        mixinStandardHelpOptions = true)
public final class FleetBenchmark implements Callable<Integer> {
    private static final String ADDRESS = "127.71.0.8";
    private static final String DRY = "-dry";
    private static final Duration STEP = Duration.ofSeconds(10);
    private static final Duration BETWEEN_STEPS = Duration.ofMillis(250);

    /** The hub's time runs so much faster than the orchestrator's that it may look and query as much more often. */
    private static final List<String> FASTER =
            List.of("-Ddownlink.jobs.poll-interval=0.5s", "-Ddownlink.jobs.queries-per-minute=600");

    @Option(names = "--tiers", split = ",", defaultValue = "S1,S2", description = "${DEFAULT-VALUE}")
    private List<String> tiers = List.of();

    @Option(
            names = "--devices",
            defaultValue = "10000",
            description = "One in a hundred is not there: ${DEFAULT-VALUE}")
    private int devices;

    @Option(names = "--ahead", defaultValue = "PT2M", description = "How far ahead the start lies: ${DEFAULT-VALUE}")
    private Duration ahead = Duration.ZERO;

    @Spec
    private CommandSpec spec = CommandSpec.create(); // picocli sets it

    private final List<List<String>> rows = new ArrayList<>();

    @Override
    public Integer call() {
        Checkout checkout = Checkout.ours();
        Report report = new Report(
                checkout, "jobs-fleet", spec.commandLine().getParseResult().originalArgs());
        boolean allEnded = true;
        for (String tier : tiers) {
            allEnded &= measure(checkout, tier);
        }
        report.say(
                ("Both jobs were asked for at once, to start %s later. The hub's clock was moved by %s four times a second from"
                                + " the first start on; its own time is what counts here. *Late* is the first start, by the wall's clock."
                                + " What was forecast by a dry run counts with a hub that does nothing else.")
                        .formatted(ahead, STEP));
        report.table(
                List.of(
                        "tier",
                        "job",
                        "start late ms",
                        "forecast s, by",
                        "in the hub s",
                        "devices/s",
                        "succeeded",
                        "failed",
                        "outcomes told",
                        "progress events"),
                rows);
        report.publish();
        return allEnded ? 0 : 1;
    }

    private boolean measure(Checkout checkout, String tier) {
        List<String> arguments = List.of(
                "--no-443", "--tier", tier, "--virtual", "d-1..%d,latency=20ms..80ms,offline=0.01".formatted(devices));
        Vertx vertx = Vertx.vertx();
        try (KafkaUnderTest kafka = KafkaUnderTest.start(checkout, Service.JOB_ORCHESTRATOR);
                HubUnderTest hub = HubUnderTest.start(checkout, ADDRESS, List.of("-Xmx512m"), arguments);
                ServiceUnderTest _ = ServiceUnderTest.start(
                        checkout, "job-orchestrator", kafka, List.of("-Xmx256m"), settings(hub, tier));
                JobTraffic traffic = JobTraffic.open(kafka.bootstrapServers())) {
            Instant start = Instant.now().plus(ahead);
            ask(traffic, "lock", start, """
                    {"type": "direct-method", "method": {"name": "LockDoor"}}""");
            ask(traffic, "floor", start, """
                    {"type": "update-twin", "tags": {"Floor": "3"}, "desired": {"LocationUpdate": "now"}}""");
            List<JsonNode> forecasts = traffic.await(2, event -> isEnd(event) && isDry(event));
            if (!forecasts.stream().allMatch(FleetBenchmark::isForecast)) {
                throw new IllegalStateException("no forecast: " + forecasts);
            }
            JsonNode begun = traffic.await(
                            1, event -> event.path("event").asText().equals("scheduled"))
                    .getFirst();
            HubRest rest = new HubRest(vertx, hub, 1);
            while (traffic.that(event -> isEnd(event) && !isDry(event)).size() < 2) {
                rest.advance(STEP).toCompletionStage().toCompletableFuture().join();
                Pause.of(BETWEEN_STEPS);
            }
            long lateMillis = Duration.between(
                            start, Instant.parse(begun.path("time").asText()))
                    .toMillis();
            boolean locked = row(tier, "lock", lateMillis, traffic);
            boolean floored = row(tier, "floor", lateMillis, traffic);
            return locked && floored;
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static List<String> settings(HubUnderTest hub, String tier) {
        List<String> settings = new ArrayList<>(hub.settings());
        settings.addAll(FASTER);
        settings.addAll(List.of("-Ddownlink.hubs.default.tier=" + tier, "-Ddownlink.hubs.default.units=1"));
        return settings;
    }

    private static boolean isForecast(JsonNode event) {
        return event.path("event").asText().equals("forecast");
    }

    private static boolean isEnd(JsonNode event) {
        return event.path("final").asBoolean();
    }

    private static boolean isDry(JsonNode event) {
        return event.path("jobId").asText().endsWith(DRY);
    }

    private boolean row(String tier, String job, long lateMillis, JobTraffic traffic) {
        List<JsonNode> told = traffic.that(event -> event.path("jobId").asText().equals(job));
        JsonNode forecast = traffic.that(event ->
                        isForecast(event) && event.path("jobId").asText().equals(job + DRY))
                .getFirst();
        JsonNode end = told.getLast();
        JsonNode counts = end.path("devices");
        boolean completed = end.path("event").asText().equals("completed");
        double seconds = completed
                ? Duration.between(
                                        Instant.parse(end.path("startTime").asText()),
                                        Instant.parse(end.path("endTime").asText()))
                                .toMillis()
                        / 1000.0
                : 0;
        rows.add(List.of(
                tier,
                job,
                "%,d".formatted(lateMillis),
                "%,d, %s"
                        .formatted(
                                Duration.parse(forecast.path("jobTime").asText())
                                        .toSeconds(),
                                forecast.path("limit").asText()),
                completed ? "%,.0f".formatted(seconds) : end.path("event").asText(),
                completed ? "%.1f".formatted(counts.path("total").asInt() / seconds) : "",
                "%,d".formatted(counts.path("succeeded").asInt()),
                "%,d".formatted(counts.path("failed").asInt()),
                "%,d".formatted(traffic.outcomes(job)),
                "%,d"
                        .formatted(told.stream()
                                .filter(event -> event.path("event").asText().equals("progress"))
                                .count())));
        return completed;
    }

    /** What it would come to, and then the job itself. */
    private static void ask(JobTraffic traffic, String jobId, Instant startTime, String action) {
        traffic.ask(jobId + DRY, request("dry-run", jobId + DRY, startTime, action));
        traffic.ask(jobId, request("schedule", jobId, startTime, action));
    }

    private static String request(String type, String jobId, Instant startTime, String action) {
        return """
                {"type": "%s", "jobId": "%s", "queryCondition": "deviceId >= 'd-' AND deviceId < 'd.'",
                 "startTime": "%s", "maxExecutionTime": "PT1H", "action": %s}""".formatted(type, jobId, startTime, action);
    }
}
