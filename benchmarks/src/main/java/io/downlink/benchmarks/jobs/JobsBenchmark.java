package io.downlink.benchmarks.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.benchmarks.Checkout;
import io.downlink.benchmarks.KafkaUnderTest;
import io.downlink.benchmarks.Report;
import io.downlink.benchmarks.ServiceUnderTest;
import io.downlink.benchmarks.emulator.HubUnderTest;
import io.downlink.contracts.topics.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What it costs the hub that jobs wait for its slots and are followed, and how late their ends are told. */
@Command(
        name = "jobs",
        description = "Jobs queued in front of one slot, and of ten: calls to the hub, and how late ends are told.",
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
        measure(checkout, "one slot", oneSlot, List.of("--virtual", "d-1..3,latency=20ms"));
        // The tier's slots; its rates are those of ten units, so that they are not what is measured.
        measure(
                checkout,
                "ten slots",
                tenSlots,
                List.of("--virtual", "d-1..3,latency=1s", "--tier", "S3", "--units", "10"));
        report.say(
                "Jobs over three devices, asked for at once. A job's end is late by the time from its end in the hub to "
                        + "`completed`. The orchestrator looks each " + pollInterval
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
                        "p99 ms"),
                rows);
        report.publish();
        return 0;
    }

    private void measure(Checkout checkout, String what, int jobs, List<String> hubArguments) {
        if (jobs == 0) {
            return;
        }
        List<String> arguments = new ArrayList<>(hubArguments);
        arguments.add("--no-443");
        try (KafkaUnderTest kafka = KafkaUnderTest.start(checkout, Service.JOB_ORCHESTRATOR);
                HubUnderTest hub = HubUnderTest.start(checkout, ADDRESS, List.of("-Xmx512m"), arguments);
                ServiceUnderTest orchestrator = ServiceUnderTest.start(
                        checkout, "job-orchestrator", kafka, List.of("-Xmx256m"), settings(hub));
                JobTraffic traffic = JobTraffic.open(kafka.bootstrapServers())) {
            Instant from = Instant.now();
            for (int number = 0; number < jobs; number++) {
                traffic.ask("q-" + number, request("q-" + number));
            }
            List<JsonNode> ends =
                    traffic.await(jobs, event -> event.path("event").asText().equals("completed"));
            row(what, jobs, Duration.between(from, Instant.now()), orchestrator, ends);
        }
    }

    private List<String> settings(HubUnderTest hub) {
        List<String> settings = new ArrayList<>(hub.settings());
        settings.add("-Ddownlink.jobs.poll-interval=" + pollInterval);
        return settings;
    }

    private void row(String what, int jobs, Duration took, ServiceUnderTest orchestrator, List<JsonNode> ends) {
        double calls = orchestrator.sum("downlink_job_hub_calls_total");
        double lists = orchestrator.sum("downlink_job_hub_calls_total", "\"list\"");
        double given = orchestrator.sum("downlink_job_hub_calls_total", "\"schedule\"");
        List<Long> late = ends.stream().map(JobsBenchmark::lateMillis).sorted().toList();
        rows.add(List.of(
                what,
                "%,d".formatted(jobs),
                "%.1f".formatted(took.toMillis() / 1000.0),
                "%.1f".formatted(calls / jobs),
                "%.1f".formatted(lists / jobs),
                "%,.0f".formatted(given - jobs),
                "%,.0f".formatted(calls * 60_000 / took.toMillis()),
                "%,d".formatted(late.get(late.size() / 2)),
                "%,d".formatted(late.get(late.size() * 99 / 100))));
    }

    private static long lateMillis(JsonNode completed) {
        return Duration.between(
                        Instant.parse(completed.path("endTime").asText()),
                        Instant.parse(completed.path("time").asText()))
                .toMillis();
    }

    private static String request(String jobId) {
        return """
                {"type": "schedule", "jobId": "%s", "queryCondition": "deviceId IN ['d-1','d-2','d-3']",
                 "action": {"type": "direct-method", "method": {"name": "LockDoor"}}}""".formatted(jobId);
    }
}
