package io.downlink.benchmarks.gateway;

import io.downlink.benchmarks.Checkout;
import io.downlink.benchmarks.CpuClocks;
import io.downlink.benchmarks.KafkaUnderTest;
import io.downlink.benchmarks.Load;
import io.downlink.benchmarks.MeasuredProcess;
import io.downlink.benchmarks.Outcome;
import io.downlink.benchmarks.Pause;
import io.downlink.benchmarks.Rate;
import io.downlink.benchmarks.Report;
import io.downlink.benchmarks.ServiceUnderTest;
import io.downlink.benchmarks.emulator.BareDevices;
import io.downlink.benchmarks.emulator.HubRest;
import io.downlink.benchmarks.emulator.HubUnderTest;
import io.downlink.contracts.topics.Service;
import io.downlink.contracts.topics.Topics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The gateway beside what it replaces: throughput, latency, and CPU of each process, all in one run. */
@Command(
        name = "gateway",
        description = "The gateway with each delivery, loops on the SDK, and the hub emulator driven directly.",
        mixinStandardHelpOptions = true)
public final class GatewayBenchmark implements Callable<Integer> {
    private static final String ADDRESS = "127.71.0.3";
    private static final int FEW = 200;
    private static final Duration WARM_UP_MAX = Duration.ofMinutes(4);
    private static final Duration WINDOW = Duration.ofSeconds(5);
    private static final int WINDOWS_IN_VAIN = 6;
    private static final double CHEAPER = 0.02;

    @Option(names = "--devices", defaultValue = "50", description = "MQTT connections: ${DEFAULT-VALUE}")
    private int devices;

    @Option(
            names = "--in-flight",
            split = ",",
            defaultValue = "200,1000",
            description = "Commands at once, written and without an outcome: ${DEFAULT-VALUE}")
    private List<Integer> inFlight = List.of();

    @Option(
            names = "--warm-up",
            defaultValue = "PT30S",
            description = {
                "Of each program, before anything is counted, a third of it before each further line;",
                "then it lasts until a command costs no less CPU any more: ${DEFAULT-VALUE}"
            })
    private Duration warmUp = Duration.ZERO;

    @Option(names = "--duration", defaultValue = "PT8S", description = "Of each line: ${DEFAULT-VALUE}")
    private Duration duration = Duration.ZERO;

    @Option(
            names = "--jvm",
            split = " ",
            defaultValue = "-Xmx256m",
            description = "Options for the JVM of the gateway and of the loops: ${DEFAULT-VALUE}")
    private List<String> jvmOptions = List.of();

    @Option(names = "--only", description = "Only the gateway, without the loops and the hub alone.")
    private boolean only;

    @Option(
            names = "--deliveries",
            split = ",",
            defaultValue = GatewayTable.AT_LEAST_ONCE + "," + GatewayTable.AT_MOST_ONCE,
            description = "What the gateway's commands ask for: ${DEFAULT-VALUE}")
    private List<String> deliveries = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create(); // picocli sets it

    private final GatewayTable table = new GatewayTable();

    @Override
    public Integer call() throws Exception {
        if (!GatewayTable.DELIVERIES.containsAll(deliveries)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--deliveries=" + String.join(",", deliveries) + ": there are " + GatewayTable.DELIVERIES);
        }
        Checkout checkout = Checkout.ours();
        Report report = new Report(
                checkout, "gateway", spec.commandLine().getParseResult().originalArgs());
        Vertx vertx = Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(Runtime.getRuntime().availableProcessors()));
        try (KafkaUnderTest kafka = KafkaUnderTest.start(checkout, Service.COMMAND_GATEWAY);
                HubUnderTest hub = HubUnderTest.start(checkout, ADDRESS, List.of("-Xmx512m"), List.of())) {
            HubRest rest = new HubRest(
                    vertx, hub, inFlight.stream().max(Integer::compare).orElse(FEW));
            for (int i = 0; i < devices; i++) {
                await(rest.register(BareDevices.id(i)));
            }
            new BareDevices(vertx, hub).connect(devices);
            Map<String, MeasuredProcess> always =
                    Map.of(GatewayTable.HUB, hub.process(), GatewayTable.KAFKA, kafka.process());
            if (!only) {
                hubAlone(rest, CpuClocks.of(always));
                loops(report, checkout, kafka, hub, always);
            }
            gateway(report, checkout, kafka, hub, always);
        } finally {
            await(vertx.close());
        }
        table.addTo(report, devices);
        report.publish();
        return table.refused() == 0 ? 0 : 1;
    }

    private void hubAlone(HubRest rest, CpuClocks clocks) {
        LongFunction<Future<Outcome>> call =
                number -> rest.invoke(BareDevices.id(number % devices)).map(Outcome::of);
        rows(GatewayTable.HUB_ALONE, clocks, call, inFlight, false);
    }

    private void loops(
            Report report,
            Checkout checkout,
            KafkaUnderTest kafka,
            HubUnderTest hub,
            Map<String, MeasuredProcess> always) {
        kafka.create(List.of(SdkLoop.COMMANDS, SdkLoop.EVENTS));
        try (CommandTraffic traffic = CommandTraffic.open(kafka.bootstrapServers(), SdkLoop.COMMANDS, SdkLoop.EVENTS)) {
            for (SdkLoop.Style style : SdkLoop.Style.values()) {
                if (style.needsStandardPort() && !hub.hasStandardPort()) {
                    table.leftOut(style.label());
                    continue;
                }
                List<Integer> sizes = style == SdkLoop.Style.TUNED ? inFlight : List.of(inFlight.getFirst());
                try (MeasuredProcess loop = SdkLoopProcess.start(checkout, kafka, hub, style, inFlight, jvmOptions)) {
                    rows(
                            style.label(),
                            with(always, loop),
                            number -> traffic.send(command(style.name(), number, "")),
                            sizes,
                            style == SdkLoop.Style.TUNED);
                }
            }
            traffic.tell(report);
        }
    }

    private void gateway(
            Report report,
            Checkout checkout,
            KafkaUnderTest kafka,
            HubUnderTest hub,
            Map<String, MeasuredProcess> always) {
        try (ServiceUnderTest gateway = GatewayUnderTest.start(checkout, kafka, jvmOptions, hub.settings());
                CommandTraffic traffic =
                        CommandTraffic.open(kafka.bootstrapServers(), Topics.COMMANDS, Topics.COMMAND_EVENTS)) {
            for (String delivery : deliveries) {
                String field = "\"delivery\":\"" + delivery + "\",";
                rows(
                        GatewayTable.GATEWAY + delivery,
                        with(always, gateway.process()),
                        number -> traffic.send(command(delivery, number, field)),
                        inFlight,
                        true);
            }
            traffic.tell(report);
        }
    }

    private Asked command(String run, long number, String field) {
        // An id is used once: the numbers begin anew with each load.
        String id = run + "-" + Long.toString(System.nanoTime(), 36) + "-" + number;
        return Asked.method(id, BareDevices.id(number % devices), field, "");
    }

    private static CpuClocks with(Map<String, MeasuredProcess> always, MeasuredProcess caller) {
        var processes = new HashMap<>(always);
        processes.put(GatewayTable.CALLER, caller);
        return CpuClocks.of(processes);
    }

    private void rows(
            String name,
            CpuClocks clocks,
            LongFunction<Future<Outcome>> operation,
            List<Integer> sizes,
            boolean alsoHalf) {
        List<Double> rates = new ArrayList<>();
        Duration before = warmUp;
        for (int size : sizes) {
            try (Load load = Load.keepingOpen(size, operation)) {
                rates.add(row(name, GatewayTable.inFlight(size), load, clocks, before)
                        .perSecond());
            }
            before = warmUp.dividedBy(3);
        }
        if (alsoHalf) {
            double half = rates.stream().max(Double::compare).orElseThrow() / 2;
            try (Load load = Load.at(half, operation)) {
                row(name, GatewayTable.HALF, load, clocks, before);
            }
        }
    }

    /** @param before of the warm-up, at least */
    private Rate row(String name, String how, Load load, CpuClocks clocks, Duration before) {
        String whose = clocks.names().contains(GatewayTable.CALLER) ? GatewayTable.CALLER : GatewayTable.HUB;
        Rate cold = load.measure(clocks, () -> {
            Pause.of(before);
            untilNoCheaper(load, clocks, whose);
        });
        Rate rate = load.measure(clocks, duration);
        table.add(new GatewayTable.Row(name, how, rate, cold, Report.load()));
        System.out.println("%-24s %-18s".formatted(name, how) + rate.line(whose));
        return rate;
    }

    /** While a JVM still compiles, each command costs less than those before: most of it is the compiler's. */
    private static void untilNoCheaper(Load load, CpuClocks clocks, String whose) {
        long giveUp = System.nanoTime() + WARM_UP_MAX.toNanos();
        double least = Double.MAX_VALUE;
        for (int inVain = 0; inVain < WINDOWS_IN_VAIN && System.nanoTime() < giveUp; ) {
            double next = load.measure(clocks, WINDOW).cpuMicros(whose);
            inVain = next < least * (1 - CHEAPER) ? 0 : inVain + 1;
            least = Math.min(least, next);
        }
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
