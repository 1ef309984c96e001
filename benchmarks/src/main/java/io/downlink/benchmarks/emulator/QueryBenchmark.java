package io.downlink.benchmarks.emulator;

import io.downlink.benchmarks.Checkout;
import io.downlink.benchmarks.MeasuredProcess;
import io.downlink.benchmarks.Repetition;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How long the emulator takes to find some twins among very many. */
@Command(
        name = "query",
        description = "Queries of the hub emulator over very many twins.",
        mixinStandardHelpOptions = true)
public final class QueryBenchmark implements Callable<Integer> {
    private static final String ADDRESS = "127.71.0.2";
    private static final int BULK = 100; // what one request may hold
    private static final int BUILDINGS = 10_000;
    private static final List<String> QUERIES = List.of(
            "SELECT * FROM devices WHERE tags.building = '43'",
            "SELECT deviceId FROM devices WHERE tags.building = '43' AND properties.desired.floor > 3",
            "SELECT * FROM devices WHERE deviceId IN ['t-17', 't-999']",
            "SELECT COUNT() AS n FROM devices WHERE tags.building = '43'",
            "SELECT properties.desired.floor AS floor, COUNT() AS n FROM devices GROUP BY properties.desired.floor");

    @Option(names = "--twins", defaultValue = "1000000", description = "${DEFAULT-VALUE}")
    private int twins;

    @Mixin
    private Repetition repetition = new Repetition();

    @Override
    public Integer call() {
        Vertx vertx = Vertx.vertx();
        try (HubUnderTest hub =
                HubUnderTest.start(Checkout.ours(), ADDRESS, repetition.jvmOptions("-Xmx6g"), List.of("--no-443"))) {
            HubRest rest = new HubRest(vertx, hub, 1);
            long begin = System.nanoTime();
            for (int from = 0; from < twins; from += BULK) {
                await(rest.post("/devices", bulk(from, Math.min(twins, from + BULK))));
            }
            System.out.printf(
                    "%,d twins made in %d s, resident %,d MB%n",
                    twins,
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin),
                    hub.process().residentBytes() >> 20);
            QUERIES.forEach(query -> measure(hub.process(), rest, query));
            return 0;
        } finally {
            await(vertx.close());
        }
    }

    private void measure(MeasuredProcess process, HubRest rest, String query) {
        int repeat = repetition.times();
        Buffer body = Buffer.buffer("{\"query\":\"" + query + "\"}");
        List<Duration> took = new ArrayList<>();
        Duration before = process.cpu();
        for (int i = 0; i < repeat; i++) {
            long begin = System.nanoTime();
            await(rest.post("/devices/query", body));
            took.add(Duration.ofNanos(System.nanoTime() - begin));
        }
        Duration cpu = process.cpu().minus(before).dividedBy(repeat);
        took.sort(null);
        System.out.printf(
                "  %,6d ms (first page, median of %d; slowest %,d; %,d ms CPU each)  %s%n",
                took.get(repeat / 2).toMillis(), repeat, took.getLast().toMillis(), cpu.toMillis(), query);
    }

    private static Buffer bulk(int from, int to) {
        StringBuilder items = new StringBuilder("[");
        for (int i = from; i < to; i++) {
            items.append(i == from ? "" : ",")
                    .append("{\"id\":\"t-")
                    .append(i)
                    .append("\",\"importMode\":\"create\",\"tags\":{\"building\":\"")
                    .append(i % BUILDINGS)
                    .append("\"},\"properties\":{\"desired\":{\"floor\":")
                    .append(i % 7)
                    .append("}}}");
        }
        return Buffer.buffer(items.append(']').toString());
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
