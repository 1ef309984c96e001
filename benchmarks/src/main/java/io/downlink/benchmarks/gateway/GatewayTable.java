package io.downlink.benchmarks.gateway;

import io.downlink.benchmarks.CpuClocks;
import io.downlink.benchmarks.Rate;
import io.downlink.benchmarks.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the gateway's benchmark found, and how that compares with what the gateway is to reach. */
final class GatewayTable {
    static final String HUB = "hub";
    static final String KAFKA = "Kafka";
    static final String CALLER = "gateway or loop";
    static final String HUB_ALONE = "hub, driven directly";
    static final String GATEWAY = "gateway, ";
    static final String AT_LEAST_ONCE = "at-least-once";
    static final String AT_MOST_ONCE = "at-most-once";
    static final List<String> DELIVERIES = List.of(AT_LEAST_ONCE, AT_MOST_ONCE);
    static final String HALF = "half its top rate";

    private final List<Row> rows = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();

    /**
     * @param cold what was counted before, while the program warmed up
     * @param load of the machine at its end
     */
    record Row(String name, String how, Rate rate, Rate cold, String load) {}

    void add(Row row) {
        rows.add(row);
    }

    void leftOut(String name) {
        leftOut.add(name);
    }

    /** How many operations did not end as asked, in all rows and before them. */
    long refused() {
        return rows.stream()
                .mapToLong(row -> row.rate().refused() + row.cold().refused())
                .sum();
    }

    static String inFlight(int calls) {
        return "%,d in flight".formatted(calls);
    }

    void addTo(Report report, int devices) {
        report.say(
                ("%,d devices over MQTT and TLS. A line counts from Kafka record to Kafka record, but for the hub alone. CPU in"
                                + " microseconds for each command and process; *load* is what writes, reads and answers. *Added* is the"
                                + " latency without the hub's call. *Cold* is what was carried out, and of that refused, before the"
                                + " line was counted.")
                        .formatted(devices));
        report.table(
                List.of(
                        "",
                        "",
                        "n",
                        "commands/s",
                        "CPU: it",
                        "Kafka",
                        "hub",
                        "load",
                        "p50 ms",
                        "p99 ms",
                        "added p50",
                        "added p99",
                        "refused",
                        "cold: n",
                        "refused",
                        "load average"),
                rows.stream().map(GatewayTable::cells).toList());
        leftOut.forEach(name -> report.say("Left out: " + name
                + ". A connection string leads to port 443, where the hub may not listen for want of rights."));
        report.table(List.of("", "is", "to be", ""), bars());
    }

    private static List<String> cells(Row row) {
        Rate rate = row.rate();
        boolean called = rate.cpu().containsKey(CALLER);
        return List.of(
                row.name(),
                row.how(),
                "%,d".formatted(rate.done()),
                "%,.0f".formatted(rate.perSecond()),
                called ? "%,.0f".formatted(rate.cpuMicros(CALLER)) : "",
                "%,.0f".formatted(rate.cpuMicros(KAFKA)),
                "%,.0f".formatted(rate.cpuMicros(HUB)),
                "%,.0f".formatted(rate.cpuMicros(CpuClocks.LOAD)),
                "%,.1f".formatted(rate.millis(50)),
                "%,.1f".formatted(rate.millis(99)),
                called ? "%,.1f".formatted(rate.addedMillis(50)) : "",
                called ? "%,.1f".formatted(rate.addedMillis(99)) : "",
                Long.toString(rate.refused()),
                "%,d".formatted(row.cold().done()),
                Long.toString(row.cold().refused()),
                row.load());
    }

    private List<List<String>> bars() {
        List<List<String>> bars = new ArrayList<>();
        for (String delivery : DELIVERIES) {
            String gateway = GATEWAY + delivery;
            find(gateway, inFlight(200)).ifPresent(it -> {
                bars.add(atMost(gateway + ": us CPU of its process, 200 in flight", it.cpuMicros(CALLER), 160));
                bars.add(atLeast(gateway + ": commands/s, 200 in flight", it.perSecond(), 4_064));
                find(SdkLoop.Style.THREADS.label(), inFlight(200))
                        .ifPresent(samples -> bars.add(atLeast(
                                gateway + ": times the samples' client on threads",
                                it.perSecond() / samples.perSecond(),
                                4)));
            });
            find(gateway, inFlight(1_000))
                    .ifPresent(
                            it -> bars.add(atLeast(gateway + ": commands/s, 1,000 in flight", it.perSecond(), 5_287)));
        }
        find(GATEWAY + AT_LEAST_ONCE, HALF).ifPresent(it -> {
            bars.add(atMost("gateway, at-least-once: added ms at half its top rate, p50", it.addedMillis(50), 5));
            bars.add(atMost("gateway, at-least-once: added ms at half its top rate, p99", it.addedMillis(99), 25));
        });
        find(GATEWAY + AT_MOST_ONCE, HALF)
                .ifPresent(it -> bars.add(
                        atMost("gateway, at-most-once: added ms at half its top rate, p50", it.addedMillis(50), 15)));
        find(HUB_ALONE, inFlight(200)).ifPresent(it -> {
            bars.add(atLeast("hub, driven directly: calls/s, 200 in flight", it.perSecond(), 8_000));
            bars.add(atMost("hub, driven directly: us CPU of its process, 200 in flight", it.cpuMicros(HUB), 120));
        });
        bars.add(atMost("refused, while cold and later", (double) refused(), 0));
        return bars;
    }

    private Optional<Rate> find(String name, String how) {
        return rows.stream()
                .filter(row -> row.name().equals(name) && row.how().equals(how))
                .map(Row::rate)
                .findFirst();
    }

    private static List<String> atMost(String what, double is, double bar) {
        return List.of(what, "%,.1f".formatted(is), "at most %,.0f".formatted(bar), is <= bar ? "held" : "MISSED");
    }

    private static List<String> atLeast(String what, double is, double bar) {
        return List.of(what, "%,.1f".formatted(is), "at least %,.0f".formatted(bar), is >= bar ? "held" : "MISSED");
    }
}
