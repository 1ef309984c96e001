package io.downlink.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.contracts.topics.Topics;
import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.throttling.ThrottlingRules;
import io.downlink.emulator.throttling.Tier;
import io.downlink.emulator.virtual.VirtualSettings;
import io.downlink.orchestrator.world.EmulatorHub;
import io.downlink.orchestrator.world.Told;
import io.downlink.testsupport.Kafka;
import io.downlink.testsupport.KafkaExtension;
import io.downlink.testsupport.KafkaWithTopics;
import io.downlink.testsupport.PackagedService;
import io.downlink.testsupport.TopicWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Jobs over a fleet of a hub that is throttled as S1 is, scheduled ahead and followed through the topics alone. */
@ExtendWith(KafkaExtension.class)
class FleetIT {
    private static final int DEVICES = 300;
    private static final Duration AHEAD = Duration.ofSeconds(5);
    private static final Duration STEP = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final HubEmulator hub = EmulatorHub.emulator(
            "127.61.0.2",
            settings -> settings.with(ThrottlingRules.of(Tier.S1, 1))
                    .with(VirtualSettings.DEFAULT.with("door-1..%d,offline=0.1".formatted(DEVICES))));
    private final Kafka kafka;
    private final TopicWriter sender;
    private final Told told;

    FleetIT(Kafka kafka) {
        this.kafka = kafka;
        KafkaWithTopics.createTopics(kafka);
        this.sender = new TopicWriter(kafka, Topics.JOBS);
        this.told = new Told(kafka);
    }

    @AfterEach
    void close() {
        sender.close();
        told.close();
        hub.close();
    }

    @Test
    void shouldRunAMethodAndATwinUpdateOnTheWholeFleetWhenTheirTimeHasCome() {
        try (PackagedService _ = PackagedService.start(config()).ready()) {
            // given
            Instant start = Instant.now().plus(AHEAD);
            sender.send("lock", job("lock", start, "all", """
                    {"type": "direct-method", "method": {"name": "LockDoor"}}"""));
            sender.send("floor", job("floor", start, "failed", """
                    {"type": "update-twin", "tags": {"Floor": "3"}}"""));
            // when: at ten devices a second, of the hub's time
            told.await("lock", "scheduled");
            await().atMost(PATIENCE).pollInSameThread().until(() -> {
                hub.time().advance(STEP);
                return told.names("floor").contains("completed");
            });
            // then
            assertThat(Instant.parse(
                            told.await("lock", "scheduled").path("time").asText()))
                    .isAfterOrEqualTo(start);
            assertThat(told.names("floor")).containsSubsequence("accepted", "waiting", "scheduled", "completed");
            JsonNode lock = told.end("lock");
            assertThat(lock.path("event").asText()).isEqualTo("completed");
            int failed = lock.path("devices").path("failed").asInt();
            assertThat(failed).isBetween(1, DEVICES - 1);
            assertThat(lock.path("devices").path("succeeded").asInt()).isEqualTo(DEVICES - failed);
            List<JsonNode> outcomes = told.ofDevices("lock", DEVICES);
            assertThat(outcomes).hasSize(DEVICES);
            assertThat(outcomes)
                    .filteredOn(outcome -> outcome.path("event").asText().equals("failed"))
                    .hasSize(failed)
                    .allSatisfy(outcome -> assertThat(
                                    outcome.path("error").path("code").asText())
                            .isNotEmpty());
            assertThat(told.end("floor").path("devices").path("total").asInt()).isEqualTo(DEVICES);
        }
    }

    private Map<String, String> config() {
        Map<String, String> config = new HashMap<>(EmulatorHub.config(hub));
        config.put("kafka.bootstrap.servers", kafka.bootstrapServers());
        config.put("downlink.jobs.poll-interval", "500ms");
        return config;
    }

    private static String job(String jobId, Instant start, String outcomes, String action) {
        return """
                {"type": "schedule", "jobId": "%s", "queryCondition": "deviceId >= 'door-' AND deviceId < 'door.'",
                 "startTime": "%s", "deviceOutcomes": "%s", "action": %s}""".formatted(jobId, start, outcomes, action);
    }
}
