package io.downlink.benchmarks.gateway;

import io.downlink.benchmarks.Checkout;
import io.downlink.benchmarks.CpuClocks;
import io.downlink.benchmarks.KafkaUnderTest;
import io.downlink.benchmarks.Load;
import io.downlink.benchmarks.Outcome;
import io.downlink.benchmarks.Pause;
import io.downlink.benchmarks.Rate;
import io.downlink.benchmarks.Report;
import io.downlink.benchmarks.ServiceUnderTest;
import io.downlink.benchmarks.emulator.HubUnderTest;
import io.downlink.contracts.topics.Service;
import io.downlink.contracts.topics.Topics;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether devices that do not answer, or are not there, delay the others of their partition. */
@Command(
        name = "hanging",
        description =
                "Latency beside a device that hangs for 300 s, and beside devices that are offline and waited for.",
        mixinStandardHelpOptions = true)
public final class HangingBenchmark implements Callable<Integer> {
    private static final String ADDRESS = "127.71.0.5";
    private static final int PARTITION = 0;
    private static final String STUCK = "stuck";
    private static final Duration AFTERMATH = Duration.ofSeconds(3);

    @Option(names = "--devices", defaultValue = "1000", description = "Of one partition: ${DEFAULT-VALUE}")
    private int devices;

    @Option(names = "--rate", defaultValue = "100", description = "Commands a second: ${DEFAULT-VALUE}")
    private double rate;

    @Option(names = "--offline", defaultValue = "0.05", description = "Part of the devices: ${DEFAULT-VALUE}")
    private double offline;

    @Option(names = "--warm-up", defaultValue = "PT20S", description = "Before anything is counted: ${DEFAULT-VALUE}")
    private Duration warmUp = Duration.ZERO;

    @Option(
            names = "--duration",
            defaultValue = "PT30S",
            description = "Of each line; the device hangs for 300 s: ${DEFAULT-VALUE}")
    private Duration duration = Duration.ZERO;

    @Option(
            names = "--jvm",
            split = " ",
            defaultValue = "-Xmx256m",
            description = "Options for the gateway's JVM: ${DEFAULT-VALUE}")
    private List<String> jvmOptions = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create(); // picocli sets it

    private final List<List<String>> rows = new ArrayList<>();

    @Override
    public Integer call() {
        Checkout checkout = Checkout.ours();
        Report report = new Report(
                checkout, "hanging", spec.commandLine().getParseResult().originalArgs());
        List<String> hubArguments = List.of(
                "--no-443", "--virtual", STUCK + "*,hang=1", "--virtual", "w-*,offline=" + offline, "--virtual", "h-*");
        try (KafkaUnderTest kafka = KafkaUnderTest.start(checkout, Service.COMMAND_GATEWAY);
                HubUnderTest hub = HubUnderTest.start(checkout, ADDRESS, List.of("-Xmx512m"), hubArguments);
                ServiceUnderTest gateway = GatewayUnderTest.start(checkout, kafka, jvmOptions, hub.settings());
                CommandTraffic traffic =
                        CommandTraffic.open(kafka.bootstrapServers(), Topics.COMMANDS, Topics.COMMAND_EVENTS)) {
            GatewayWatch watch = new GatewayWatch(gateway, kafka);
            LongFunction<Future<Outcome>> healthy = number -> traffic.send(command("h-", number, "", ""));
            try (Load load = Load.at(rate, healthy)) {
                load.measure(CpuClocks.of(Map.of()), warmUp);
                row("all answer", load, watch);
            }
            absent(traffic, watch);
            try (Load load = Load.at(rate, healthy)) {
                row("all answer, again", load, watch);
            }
            stuck(traffic, watch, healthy);
            traffic.tell(report);
        }
        report.say(
                ("%,d virtual devices, all in one partition of %d, %,.0f commands/s. *Open* are the load's commands without an"
                                + " outcome at the end of the line; what follows is the most that was seen, looked at each second; lag"
                                + " counts from the committed offset.")
                        .formatted(devices, Topics.spec(Topics.COMMANDS).partitions(), rate));
        report.table(
                List.of(
                        "",
                        "n",
                        "p50 ms",
                        "p99 ms",
                        "most ms",
                        "open",
                        "calls in flight",
                        "in memory",
                        "parked",
                        "lag",
                        "load average"),
                rows);
        report.publish();
        return 0;
    }

    /** A part of the devices is not there, and their commands wait for them until the end. */
    private void absent(CommandTraffic traffic, GatewayWatch watch) {
        Instant deadline = Instant.now().plus(duration).plus(AFTERMATH);
        String waiting = "\"whenOffline\":\"wait\",\"deadline\":\"" + deadline + "\",";
        try (Load load = Load.at(rate, number -> traffic.send(command("w-", number, waiting, "")))) {
            row("%.0f %% offline, waited for".formatted(offline * 100), load, watch);
        }
        Pause.until(() -> Instant.now().isAfter(deadline.plus(AFTERMATH)), duration);
    }

    /** One more device has its commands in between, and never answers. */
    private void stuck(CommandTraffic traffic, GatewayWatch watch, LongFunction<Future<Outcome>> healthy) {
        LongFunction<Future<Outcome>> besideStuck = number -> {
            if (number % devices == 0) {
                var _ = traffic.send(Asked.method(id(), STUCK, "", "\"responseTimeout\":\"PT300S\",")
                        .in(PARTITION));
            }
            return healthy.apply(number);
        };
        try (Load load = Load.at(rate, besideStuck)) {
            row("one hangs", load, watch);
        }
    }

    private void row(String name, Load load, GatewayWatch watch) {
        watch.begin();
        Rate measured = load.measure(CpuClocks.of(Map.of()), duration);
        GatewayWatch.Most most = watch.end();
        System.out.println("%-28s %,d done, %,d not, p50 %.1f ms, p99 %.1f ms"
                .formatted(name, measured.done(), measured.refused(), measured.millis(50), measured.millis(99)));
        rows.add(List.of(
                name,
                "%,d".formatted(measured.done()),
                "%,.1f".formatted(measured.millis(50)),
                "%,.1f".formatted(measured.millis(99)),
                "%,.1f".formatted(measured.millis(100)),
                "%,d".formatted(load.open()),
                "%,d".formatted(most.calls()),
                "%,d".formatted(most.buffered()),
                "%,d".formatted(most.parked()),
                "%,d".formatted(most.lag()),
                Report.load()));
    }

    private Asked command(String prefix, long number, String fields, String methodFields) {
        return Asked.method(id(), prefix + number % devices, fields, methodFields)
                .in(PARTITION);
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }
}
