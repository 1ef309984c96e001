package io.downlink.benchmarks.emulator;

import io.downlink.benchmarks.Checkout;
import io.downlink.benchmarks.CpuClocks;
import io.downlink.benchmarks.Load;
import io.downlink.benchmarks.Outcome;
import io.downlink.benchmarks.Pause;
import io.downlink.benchmarks.Rate;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How many devices the emulator holds, how many methods and messages it carries, and what that costs it. */
@Command(
        name = "emulator",
        description = "The hub emulator driven directly, with devices that are bare MQTT connections.",
        mixinStandardHelpOptions = true)
public final class EmulatorBenchmark implements Callable<Integer> {
    private static final String ADDRESS = "127.71.0.1";
    private static final String HUB = "hub";
    private static final Duration FEEDBACK_PATIENCE = Duration.ofMinutes(2);

    @Option(names = "--devices", split = ",", defaultValue = "50,5000", description = "${DEFAULT-VALUE}")
    private List<Integer> devices = List.of();

    @Option(names = "--in-flight", defaultValue = "200", description = "Operations at once: ${DEFAULT-VALUE}")
    private int inFlight;

    @Option(names = "--warm-up", defaultValue = "PT15S", description = "Before anything is counted: ${DEFAULT-VALUE}")
    private Duration warmUp = Duration.ZERO;

    @Option(names = "--duration", defaultValue = "PT20S", description = "Of each measurement: ${DEFAULT-VALUE}")
    private Duration duration = Duration.ZERO;

    @Option(
            names = "--jvm",
            description = "An option for the emulator's JVM, such as -Xmx512m; several times for several.")
    private List<String> jvmOptions = List.of();

    @Override
    public Integer call() throws Exception {
        boolean allDone = true;
        for (int count : devices) {
            allDone &= measure(count);
        }
        return allDone ? 0 : 1;
    }

    private boolean measure(int count) throws Exception {
        Vertx vertx = Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(Runtime.getRuntime().availableProcessors()));
        try (HubUnderTest hub = HubUnderTest.start(Checkout.ours(), ADDRESS, jvmOptions, List.of("--no-443"))) {
            long residentBefore = hub.process().residentBytes();
            HubRest rest = new HubRest(vertx, hub, inFlight);
            for (int i = 0; i < count; i++) {
                rest.register(BareDevices.id(i))
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join();
            }
            BareDevices fleet = new BareDevices(vertx, hub);
            long begin = System.nanoTime();
            Duration cpuBefore = hub.process().cpu();
            fleet.connect(count);
            Duration connecting = Duration.ofNanos(System.nanoTime() - begin);
            System.out.printf(
                    "%,d devices   connected in %.1f s (%.2f ms CPU each), resident %,d MB (before: %,d MB)%n",
                    count,
                    connecting.toMillis() / 1e3,
                    hub.process().cpu().minus(cpuBefore).toNanos() / 1e6 / count,
                    hub.process().residentBytes() >> 20,
                    residentBefore >> 20);
            Rate methods = measured(hub, number -> rest.invoke(BareDevices.id(number % count)));
            System.out.println("  direct methods  " + methods.line(HUB));
            boolean messagesDone = messages(vertx, hub, fleet, count);
            System.out.printf("  resident at the end %,d MB%n", hub.process().residentBytes() >> 20);
            return methods.refused() == 0 && messagesDone;
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private boolean messages(Vertx vertx, HubUnderTest hub, BareDevices fleet, int count) {
        MessageLink link = MessageLink.open(vertx, hub)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        fleet.onMessage(link::arrived);
        Rate rate = measured(hub, number -> link.send(BareDevices.id(number % count), number));
        Pause.until(() -> link.fedBack() >= link.accepted(), FEEDBACK_PATIENCE);
        System.out.println("  C2D messages    " + rate.line(HUB));
        System.out.printf("                  feedback for %,d of %,d%n", link.fedBack(), link.accepted());
        return rate.refused() == 0 && link.fedBack() == link.accepted();
    }

    private Rate measured(HubUnderTest hub, LongFunction<Future<Boolean>> operation) {
        CpuClocks clocks = CpuClocks.of(Map.of(HUB, hub.process()));
        try (Load load =
                Load.keepingOpen(inFlight, number -> operation.apply(number).map(Outcome::of))) {
            load.measure(clocks, warmUp);
            return load.measure(clocks, duration);
        }
    }
}
