package io.downlink.benchmarks.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.benchmarks.Checkout;
import io.downlink.benchmarks.KafkaUnderTest;
import io.downlink.benchmarks.Report;
import io.downlink.benchmarks.ServiceUnderTest;
import io.downlink.benchmarks.emulator.HubRest;
import io.downlink.benchmarks.emulator.HubUnderTest;
import io.downlink.contracts.topics.Service;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What it costs the hub that jobs wait for its slots and are followed, and how late it is told what they have done. */
@Command(
        name = "jobs",
        description =
                "Jobs queued in front of one slot, and of ten: calls to the hub, and how late it is told what they do.",
        mixinStandardHelpOptions = true,
        subcommands = FleetBenchmark.class)
public final class JobsBenchmark implements Callable<Integer> {
    private static final String ADDRESS = "127.71.0.7";

    @Option(names = "--one-slot", defaultValue = "1000", description = "Jobs in front of one slot: ${DEFAULT-VALUE}")
    private int oneSlot;

    @Option(names = "--ten-slots", defaultValue = "200", description = "Jobs in front of ten slots: ${DEFAULT-VALUE}")
    private int tenSlots;

    @Option(
            names = "--poll-interval",
            defaultValue = "PT0.1S",
            description = "Of the orchestrator, whose default is 5 s: ${DEFAULT-VALUE}")
    private Duration pollInterval = Duration.ZERO;

    @Spec
    private CommandSpec spec = CommandSpec.create(); // picocli sets it

    private final List<List<String>> rows = new ArrayList<>();

    @Override
    public Integer call() {
        Checkout checkout = Checkout.ours();
        Report report =
                new Report(checkout, "jobs", spec.commandLine().getParseResult().originalArgs());
        measure(checkout, "one slot", oneSlot, 3, List.of("--virtual", "d-1..3,latency=20ms..200ms"));
        // The tier's slots; its rates are those of ten units, so that they are not what is measured.
        measure(
                checkout,
                "ten slots",
                tenSlots,
                20,
                List.of("--virtual", "d-1..20,latency=200ms..5s", "--tier", "S3", "--units", "10"));
        report.say(
                "Jobs over 3 devices in front of one slot, over 20 in front of ten, asked for at once. A job's end is late by the time from its end in the hub to "
                        + "the `time` of `completed`; a device is counted late by the time from its end in the hub to the `time` of "
                        + "the first event, `progress` or `completed`, that counts it. "
                        + "The orchestrator looks each " + pollInterval
                        + ", and less often while nothing new is seen.");
        report.table(
                List.of(
                        "in front of",
                        "jobs",
                        "took s",
                        "calls a job",
                        "of them lists",
                        "in vain",
                        "calls/minute",
                        "end late p50 ms",
                        "p99 ms",
                        "progress events",
                        "counted late p50 ms",
                        "p99 ms"),
                rows);
        report.publish();
        return 0;
    }

    private void measure(Checkout checkout, String what, int jobs, int devices, List<String> hubArguments) {
        if (jobs == 0) {
            return;
        }
        List<String> arguments = new ArrayList<>(hubArguments);
        arguments.add("--no-443");
        Vertx vertx = Vertx.vertx();
        try (KafkaUnderTest kafka = KafkaUnderTest.start(checkout, Service.JOB_ORCHESTRATOR);
                HubUnderTest hub = HubUnderTest.start(checkout, ADDRESS, List.of("-Xmx512m"), arguments);
                ServiceUnderTest orchestrator = ServiceUnderTest.start(
                        checkout, "job-orchestrator", kafka, List.of("-Xmx256m"), settings(hub));
                JobTraffic traffic = JobTraffic.open(kafka.bootstrapServers())) {
            Instant from = Instant.now();
            for (int number = 0; number < jobs; number++) {
                traffic.ask("q-" + number, request("q-" + number, devices));
            }
            traffic.await(jobs, JobsBenchmark::isCompleted);
            Duration took = Duration.between(from, Instant.now());
            JsonArray rowsOfDevices = new HubRest(vertx, hub, 1)
                    .rows("SELECT * FROM devices.jobs")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            row(what, jobs, took, orchestrator, traffic.that(_ -> true), rowsOfDevices);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static boolean isCompleted(JsonNode event) {
        return event.path("event").asText().equals("completed");
    }

    private List<String> settings(HubUnderTest hub) {
        List<String> settings = new ArrayList<>(hub.settings());
        settings.add("-Ddownlink.jobs.poll-interval=" + pollInterval);
        return settings;
    }

    private void row(
            String what,
            int jobs,
            Duration took,
            ServiceUnderTest orchestrator,
            List<JsonNode> told,
            JsonArray devices) {
        double calls = orchestrator.sum("downlink_job_hub_calls_total");
        double lists = orchestrator.sum("downlink_job_hub_calls_total", "\"list\"");
        double given = orchestrator.sum("downlink_job_hub_calls_total", "\"schedule\"");
        List<Long> endedLate = told.stream()
                .filter(JobsBenchmark::isCompleted)
                .map(JobsBenchmark::lateMillis)
                .sorted()
                .toList();
        List<Long> countedLate = new CountingLag(devices, told).millis();
        long progress = told.stream()
                .filter(event -> event.path("event").asText().equals("progress"))
                .count();
        rows.add(List.of(
                what,
                "%,d".formatted(jobs),
                "%.1f".formatted(took.toMillis() / 1000.0),
                "%.1f".formatted(calls / jobs),
                "%.1f".formatted(lists / jobs),
                "%,.0f".formatted(given - jobs),
                "%,.0f".formatted(calls * 60_000 / took.toMillis()),
                percentile(50, endedLate),
                percentile(99, endedLate),
                "%,d".formatted(progress),
                percentile(50, countedLate),
                percentile(99, countedLate)));
    }

    private static String percentile(int percent, List<Long> sorted) {
        return "%,d".formatted(sorted.get(sorted.size() * percent / 100));
    }

    private static long lateMillis(JsonNode completed) {
        return Duration.between(
                        Instant.parse(completed.path("endTime").asText()),
                        Instant.parse(completed.path("time").asText()))
                .toMillis();
    }

    private static String request(String jobId, int devices) {
        String ids = IntStream.rangeClosed(1, devices)
                .mapToObj(number -> "'d-" + number + "'")
                .collect(Collectors.joining(","));
        return """
                {"type": "schedule", "jobId": "%s", "queryCondition": "deviceId IN [%s]",
                 "action": {"type": "direct-method", "method": {"name": "LockDoor"}}}""".formatted(jobId, ids);
    }
}
