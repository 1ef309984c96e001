package io.downlink.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.downlink.contracts.topics.Topics;
import io.downlink.emulator.EmulatorSettings;
import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.faults.Fault;
import io.downlink.emulator.faults.FrontEnd;
import io.downlink.emulator.faults.Kind.Connections;
import io.downlink.emulator.faults.Kind.Outage;
import io.downlink.emulator.throttling.OperationClass;
import io.downlink.emulator.throttling.Throttle;
import io.downlink.emulator.throttling.ThrottlingRules;
import io.downlink.emulator.throttling.Tier;
import io.downlink.emulator.virtual.VirtualSettings;
import io.downlink.gateway.world.Told;
import io.downlink.gateway.world.Told.Event;
import io.downlink.testsupport.Kafka;
import io.downlink.testsupport.KafkaExtension;
import io.downlink.testsupport.KafkaWithTopics;
import io.downlink.testsupport.PackagedService;
import io.downlink.testsupport.TopicWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The packaged gateway in front of a small hub, and of one that goes away: what the hub counts is the judge. */
@ExtendWith(KafkaExtension.class)
class PacingIT {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int DEVICES = 60;
    /** Of a share of 0.8 in the 40 steps of 4 KB a second that a unit of S1 takes. */
    private static final double CALLS_A_SECOND = 32;

    private final Kafka kafka;
    private final TopicWriter sender;
    private final Told told;

    @TempDir
    Path directory;

    PacingIT(Kafka kafka) {
        this.kafka = kafka;
        KafkaWithTopics.createTopics(kafka);
        this.sender = new TopicWriter(kafka, Topics.COMMANDS);
        this.told = new Told(kafka);
    }

    @AfterEach
    void close() {
        sender.close();
        told.close();
    }

    @Test
    void shouldUseItsShareOfAThrottledHubAndBeRefusedHardlyEver() {
        // given
        int rounds = 16;
        try (HubEmulator hub = HubEmulator.start(virtual("127.76.0.1").with(ThrottlingRules.of(Tier.S1, 1)))) {
            Throttle throttle = Objects.requireNonNull(hub.hub().admission().throttle());
            sendToAll("default", "paced", rounds);
            Map<String, String> config = kafkaConfig();
            config.putAll(hubConfig("default", hub));
            config.put("downlink.hubs.default.tier", "S1");
            config.put("downlink.hubs.default.units", "1");
            config.put("downlink.hubs.default.share", "0.8");
            try (PackagedService _ = PackagedService.start(config).ready()) {
                // when
                long from = allowedReaches(throttle, 100);
                long began = System.nanoTime();
                long to = allowedReaches(throttle, 800);
                double seconds = (System.nanoTime() - began) / 1e9;
                // then
                awaitEvents(DEVICES * rounds, event -> event.name().equals("completed"));
                Throttle.Counts all = counts(throttle);
                System.out.printf(
                        "paced: %.1f calls/s, %.1f %% of the share of %.0f; %d allowed, %d refused%n",
                        (to - from) / seconds,
                        100 * (to - from) / seconds / CALLS_A_SECOND,
                        CALLS_A_SECOND,
                        all.allowed(),
                        all.refused());
                assertThat(all.refused()).isLessThan((all.allowed() + all.refused()) / 20);
            }
        }
    }

    @Test
    void shouldGoOnWithOneHubWhileTheOtherIsAwayAndLoseNothingOfThatOne() {
        // given
        try (HubEmulator here = HubEmulator.start(virtual("127.76.0.2"));
                HubEmulator away = HubEmulator.start(virtual("127.76.0.3"))) {
            away.faults().add(Fault.of(new Outage(Set.of(FrontEnd.HTTPS), Connections.CLOSED)));
            Map<String, String> config = kafkaConfig();
            config.putAll(hubConfig("default", here));
            config.putAll(hubConfig("north", away));
            try (PackagedService _ = PackagedService.start(config).ready()) {
                // when
                sendToAll("north", "away", 1);
                sendToAll("default", "here", 5);
                // then
                awaitEvents(
                        DEVICES * 5,
                        event -> isOf("default", event) && event.name().equals("completed"));
                assertThat(told.all(event -> isOf("north", event))).isEmpty();
                away.faults().clear();
                awaitEvents(DEVICES, event -> isOf("north", event));
                assertThat(told.all(event -> isOf("north", event)))
                        .allMatch(event -> event.name().equals("completed"));
            }
        }
    }

    private EmulatorSettings virtual(String address) {
        return EmulatorSettings.atFreePorts(address, directory.resolve(address))
                .with(VirtualSettings.DEFAULT.with("v-0..%d".formatted(DEVICES - 1)));
    }

    private void sendToAll(String hub, String prefix, int rounds) {
        for (int n = 0; n < rounds; n++) {
            for (int i = 0; i < DEVICES; i++) {
                String device = "v-" + i;
                sender.send(device, """
                        {"commandId": "%s-%d-%d", "deviceId": "%s", "hub": "%s", "type": "direct-method",
                         "delivery": "at-least-once", "method": {"name": "reboot", "payload": %d}}""".formatted(prefix, i, n, device, hub, n));
            }
        }
    }

    private void awaitEvents(int number, Predicate<Event> which) {
        await().atMost(PATIENCE).until(() -> told.all(which).size() >= number);
    }

    private static boolean isOf(String hub, Event event) {
        return event.json().path("hub").asText().equals(hub);
    }

    private static long allowedReaches(Throttle throttle, long number) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> counts(throttle).allowed() >= number);
        return counts(throttle).allowed();
    }

    private static Throttle.Counts counts(Throttle throttle) {
        return Objects.requireNonNull(throttle.counts().get(OperationClass.DIRECT_METHODS));
    }

    private Map<String, String> kafkaConfig() {
        return new HashMap<>(Map.of("kafka.bootstrap.servers", kafka.bootstrapServers()));
    }

    private static Map<String, String> hubConfig(String name, HubEmulator hub) {
        String key = "downlink.hubs." + name;
        return Map.of(
                key + ".connection-string", hub.connectionString("service"),
                key + ".https-port", Integer.toString(hub.httpsPort()),
                key + ".ca-file", hub.caFile().toString());
    }
}
