package io.downlink.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.downlink.contracts.topics.Topics;
import io.downlink.emulator.EmulatorSettings;
import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.throttling.OperationClass;
import io.downlink.emulator.throttling.Throttle;
import io.downlink.emulator.throttling.ThrottlingRules;
import io.downlink.emulator.throttling.Tier;
import io.downlink.emulator.virtual.VirtualSettings;
import io.downlink.testsupport.Kafka;
import io.downlink.testsupport.KafkaExtension;
import io.downlink.testsupport.KafkaWithTopics;
import io.downlink.testsupport.PackagedService;
import io.downlink.testsupport.TopicWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Three packaged gateways that always have more to send than their hub takes: what the hub counts is the judge. */
@ExtendWith(KafkaExtension.class)
class PacesTogetherIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Tier TIER = Tier.S1;
    private static final int UNITS = 5;
    private static final double MESSAGES_A_DAY = 400_000.0 * UNITS;
    private static final int PARTITIONS = Topics.spec(Topics.COMMANDS).partitions();
    private static final int DEVICES = 5 * PARTITIONS;
    /** More than the replicas carry out in a second, so that each of them has commands that wait. */
    private static final int OPEN = 6 * DEVICES;

    private final Kafka kafka;
    private final TopicWriter sender;
    private long sent;

    @TempDir
    Path directory;

    PacesTogetherIT(Kafka kafka) {
        this.kafka = kafka;
        KafkaWithTopics.createTopics(kafka);
        this.sender = new TopicWriter(kafka, Topics.COMMANDS);
    }

    @AfterEach
    void close() {
        sender.close();
    }

    @Test
    void shouldHardlyEverBeRefusedTogetherAndTakeUpThePartOfOneThatIsKilled() {
        // given
        EmulatorSettings settings = EmulatorSettings.atFreePorts("127.71.5.3", directory)
                .with(VirtualSettings.DEFAULT.with("v-*"))
                .with(ThrottlingRules.of(TIER, UNITS).withBacklog(Duration.ZERO, 0)); // refuses at once
        try (HubEmulator hub = HubEmulator.start(settings);
                PackagedService first = PackagedService.start(config(hub)).ready();
                PackagedService second = PackagedService.start(config(hub)).ready();
                PackagedService third = PackagedService.start(config(hub)).ready()) {
            Throttle throttle = Objects.requireNonNull(hub.hub().admission().throttle());
            // when
            sendUntil(throttle, () -> haveParts(1 / 3.0, first, second, third));
            // then
            assertThatHardlyAnyIsRefused(throttle, 3_000);
            third.kill();
            sendUntil(throttle, () -> haveParts(1 / 2.0, first, second));
            assertThatHardlyAnyIsRefused(throttle, 2_000);
        }
    }

    private void assertThatHardlyAnyIsRefused(Throttle throttle, long calls) {
        Throttle.Counts before = counts(throttle);
        sendUntil(throttle, () -> counts(throttle).allowed() >= before.allowed() + calls);
        Throttle.Counts after = counts(throttle);
        long allowed = after.allowed() - before.allowed();
        long refused = after.refused() - before.refused();
        assertThat(refused).isLessThan((allowed + refused) * 3 / 100);
    }

    /** Keeps so many commands waiting, evenly over the partitions, until something has come true. */
    private void sendUntil(Throttle throttle, BooleanSupplier condition) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(() -> {
            for (long carriedOut = counts(throttle).allowed(); sent < carriedOut + OPEN; sent++) {
                String device = "v-" + sent % DEVICES;
                sender.send((int) (sent % PARTITIONS), device, """
                        {"deviceId": "%s", "type": "direct-method", "delivery": "at-least-once",
                         "method": {"name": "reboot"}}""".formatted(device));
            }
            return condition.getAsBoolean();
        });
    }

    /** Whether each replica's part is that. */
    private static boolean haveParts(double part, PackagedService... replicas) {
        return List.of(replicas).stream().allMatch(replica -> Math.abs(partOf(replica) - part) < 0.01);
    }

    /** By how much of its day's messages a replica has used it tells how much of them falls to it. */
    private static double partOf(PackagedService replica) {
        String scraped =
                given().accept("text/plain").get(replica.uri("/q/metrics")).asString();
        return gauge(scraped, "downlink_hub_day_messages") / (MESSAGES_A_DAY * gauge(scraped, "downlink_hub_day_used"));
    }

    private static double gauge(String scraped, String name) {
        return scraped.lines()
                .filter(line -> line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(Double.NaN); // not there yet
    }

    private static Throttle.Counts counts(Throttle throttle) {
        return Objects.requireNonNull(throttle.counts().get(OperationClass.DIRECT_METHODS));
    }

    /** The group gives up on a replica that is dead after ten seconds instead of 45. */
    private Map<String, String> config(HubEmulator hub) {
        return Map.of(
                "kafka.bootstrap.servers", kafka.bootstrapServers(),
                "kafka.session.timeout.ms", "10000",
                "downlink.hubs.default.connection-string", hub.connectionString("service"),
                "downlink.hubs.default.https-port", Integer.toString(hub.httpsPort()),
                "downlink.hubs.default.ca-file", hub.caFile().toString(),
                "downlink.hubs.default.tier", TIER.name(),
                "downlink.hubs.default.units", Integer.toString(UNITS),
                "downlink.hubs.default.share", "0.8");
    }
}
