package io.downlink.benchmarks.gateway;

import io.downlink.benchmarks.Checkout;
import io.downlink.benchmarks.KafkaUnderTest;
import io.downlink.benchmarks.Load;
import io.downlink.benchmarks.Pause;
import io.downlink.benchmarks.Report;
import io.downlink.benchmarks.ServiceUnderTest;
import io.downlink.benchmarks.emulator.HubUnderTest;
import io.downlink.contracts.topics.Service;
import io.downlink.contracts.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether the gateway's memory follows the work at hand, or the devices that it has ever seen. */
@Command(
        name = "devices",
        description = "The gateway's memory over very many devices, one command each.",
        mixinStandardHelpOptions = true)
public final class DevicesBenchmark implements Callable<Integer> {
    private static final String ADDRESS = "127.71.0.4";

    @Option(names = "--count", defaultValue = "100000", description = "Devices: ${DEFAULT-VALUE}")
    private long count;

    @Option(names = "--in-flight", defaultValue = "500", description = "Commands at once: ${DEFAULT-VALUE}")
    private int inFlight;

    @Option(names = "--sample", defaultValue = "PT1S", description = "Between two looks: ${DEFAULT-VALUE}")
    private Duration every = Duration.ZERO;

    @Option(
            names = "--jvm",
            split = " ",
            defaultValue = "-Xmx256m",
            description = "Options for the gateway's JVM: ${DEFAULT-VALUE}")
    private List<String> jvmOptions = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create(); // picocli sets it

    @Override
    public Integer call() throws IOException {
        Checkout checkout = Checkout.ours();
        Report report = new Report(
                checkout, "devices", spec.commandLine().getParseResult().originalArgs());
        List<MemorySample> samples;
        long refused;
        long liveHeap;
        try (KafkaUnderTest kafka = KafkaUnderTest.start(checkout, Service.COMMAND_GATEWAY);
                HubUnderTest hub = HubUnderTest.start(
                        checkout, ADDRESS, List.of("-Xmx512m"), List.of("--no-443", "--virtual", "v-*"));
                ServiceUnderTest gateway = GatewayUnderTest.start(checkout, kafka, jvmOptions, hub.settings());
                CommandTraffic traffic =
                        CommandTraffic.open(kafka.bootstrapServers(), Topics.COMMANDS, Topics.COMMAND_EVENTS);
                Load load = Load.keepingOpen(
                        inFlight, count, number -> traffic.send(Asked.method("c-" + number, "v-" + number, "", "")))) {
            samples = watch(gateway, load);
            refused = load.refused();
            traffic.tell(report);
            liveHeap = gateway.liveHeapBytes();
        }
        var results = checkout.results();
        Files.write(results.resolve("devices.csv"), MemorySample.csv(samples));
        Files.writeString(results.resolve("devices.svg"), new Plot(samples).svg());
        tell(report, samples, refused, liveHeap);
        report.publish();
        return refused == 0 ? 0 : 1;
    }

    private List<MemorySample> watch(ServiceUnderTest gateway, Load load) {
        List<MemorySample> samples = new ArrayList<>();
        long from = System.nanoTime();
        long nextLine = count / 4;
        do {
            Pause.of(every);
            MemorySample sample = new MemorySample(
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from),
                    load.ended(),
                    gateway.process().residentBytes(),
                    (long) gateway.sum("jvm_memory_used_bytes", "area=\"heap\""),
                    (long) gateway.sum("downlink_lanes"));
            samples.add(sample);
            if (sample.commands() >= nextLine) {
                System.out.printf(
                        "%,d commands, resident %,d MB%n", sample.commands(), megabytes(sample.residentBytes()));
                nextLine += count / 4;
            }
        } while (load.ended() < count);
        return samples;
    }

    private void tell(Report report, List<MemorySample> samples, long refused, long liveHeap) {
        MemorySample last = samples.getLast();
        report.say("%,d devices, a command each, %,d at once, in %,d s: %,d commands/s; refused %d."
                .formatted(
                        count,
                        inFlight,
                        last.millis() / 1_000,
                        last.commands() * 1_000 / Math.max(1, last.millis()),
                        refused));
        report.table(
                List.of("MB, least to most", "first quarter", "last quarter", "samples"),
                List.of(
                        row("resident", samples, MemorySample::residentBytes),
                        row("heap in use, with garbage", samples, MemorySample::heapBytes)));
        report.say(
                "Heap without garbage at the end: %,d MB. Devices with work at once: at most %,d. Load average at the end: %s."
                        .formatted(
                                megabytes(liveHeap),
                                samples.stream()
                                        .mapToLong(MemorySample::lanes)
                                        .max()
                                        .orElse(0),
                                Report.load()));
        report.say("Over time: devices.csv, devices.svg.");
    }

    private static List<String> row(String name, List<MemorySample> samples, ToLongFunction<MemorySample> figure) {
        LongSummaryStatistics first = MemorySample.quarter(samples, false, figure);
        LongSummaryStatistics last = MemorySample.quarter(samples, true, figure);
        return List.of(name, range(first), range(last), first.getCount() + ", " + last.getCount());
    }

    private static String range(LongSummaryStatistics figures) {
        return figures.getCount() == 0
                ? "none"
                : "%,d to %,d".formatted(megabytes(figures.getMin()), megabytes(figures.getMax()));
    }

    private static long megabytes(long bytes) {
        return bytes >> 20;
    }
}
