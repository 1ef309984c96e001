package io.downlink.orchestrator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.contracts.topics.Topics;
import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.faults.Fault;
import io.downlink.emulator.faults.Kind;
import io.downlink.emulator.faults.Latency;
import io.downlink.emulator.faults.Operation;
import io.downlink.emulator.virtual.VirtualSettings;
import io.downlink.orchestrator.world.EmulatorHub;
import io.downlink.orchestrator.world.Told;
import io.downlink.testsupport.Kafka;
import io.downlink.testsupport.KafkaExtension;
import io.downlink.testsupport.KafkaWithTopics;
import io.downlink.testsupport.PackagedService;
import io.downlink.testsupport.TestDevice;
import io.downlink.testsupport.TopicReader;
import io.downlink.testsupport.TopicWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two replicas, one of which is stopped or killed where it hurts most. */
@ExtendWith(KafkaExtension.class)
class FencingIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int DEVICES = 300;
    private static final int TWO_PAGES = 200;

    private final HubEmulator hub = EmulatorHub.emulator(
            "127.61.0.1",
            settings -> settings.with(VirtualSettings.DEFAULT.with("failing-1..%d,offline=1".formatted(DEVICES))));
    private final Kafka kafka;
    private final TopicWriter sender;
    private final Told told;

    FencingIT(Kafka kafka) {
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
    void shouldScheduleNothingWhenItGoesOnAfterAnotherReplicaTookOver() {
        // given: the worker asked whether the id is free, and is stopped before it can write its intention
        TestDevice device = TestDevice.connected(hub, "fenced-1");
        try (PackagedService stopped = PackagedService.start(config()).ready();
                PackagedService second = PackagedService.start(config()).ready()) {
            hub.faults().add(onNextJobRequest(new Kind.ExecuteThenDelay(new Latency.Fixed(Duration.ofSeconds(2)))));
            sender.send("fenced", method("fenced", "deviceId = 'fenced-1'"));
            await().atMost(PATIENCE).until(() -> hub.faults().none());
            stopped.pause();
            // when
            assertThat(told.end("fenced").path("event").asText()).isEqualTo("completed");
            stopped.resume();
            // then
            assertThat(stopped.exitStatus()).isEqualTo(1);
            assertThat(stopped.log()).contains("writing of jobs ended");
            sender.send("next", method("next", "deviceId = 'fenced-1'"));
            assertThat(told.end("next").path("event").asText()).isEqualTo("completed");
            assertThat(told.names("fenced"))
                    .containsOnlyOnce("accepted", "scheduled", "completed")
                    .endsWith("completed");
            assertThat(device.received).hasSize(2);
            assertThat(second.log()).doesNotContain("ERROR");
        }
    }

    @Test
    void shouldFollowAJobThatTheHubTookWhenTheWorkerWasKilled() {
        // given: the hub has the job, and the worker never hears of it
        TestDevice device = TestDevice.connected(hub, "killed-1");
        device.holdAnswers();
        try (PackagedService killed = PackagedService.start(config()).ready()) {
            hub.faults().add(onNextJobRequest(new Kind.ExecuteThenDelay(new Latency.Fixed(Duration.ofSeconds(1)))));
            sender.send("killed", method("killed", "deviceId = 'killed-1'"));
            await().atMost(PATIENCE).until(() -> hub.faults().none());
            hub.faults().add(onNextJobRequest(new Kind.ExecuteThenNoAnswer()));
            await().atMost(PATIENCE).until(() -> device.received.size() == 1);
            assertThat(states("killed")).containsExactly("kept", "scheduling");
            killed.kill();
        }
        // when
        device.answerAgain();
        try (PackagedService second = PackagedService.start(config()).ready()) {
            // then
            assertThat(told.end("killed").path("event").asText()).isEqualTo("completed");
            assertThat(told.names("killed")).containsOnlyOnce("accepted", "scheduled", "completed");
            assertThat(device.received).hasSize(1);
            assertThat(second.log()).doesNotContain("ERROR");
        }
    }

    @Test
    void shouldTellEachDeviceOnceWhenTheWorkerIsKilledBetweenPages() {
        // given: two pages are told, and the third is not due
        Map<String, String> slowly = new HashMap<>(config());
        slowly.put("downlink.jobs.queries-per-minute", "6");
        try (PackagedService killed = PackagedService.start(slowly).ready()) {
            sender.send("pages", method("pages", "deviceId >= 'f' AND deviceId < 'g'"));
            assertThat(told.ofDevices("pages", TWO_PAGES)).hasSize(TWO_PAGES);
            killed.kill();
        }
        // when
        try (PackagedService second = PackagedService.start(config()).ready()) {
            JsonNode end = told.end("pages");
            // then
            assertThat(end.path("devices").path("failed").asInt()).isEqualTo(DEVICES);
            List<JsonNode> outcomes = told.ofDevices("pages", DEVICES);
            assertThat(outcomes).hasSize(DEVICES);
            assertThat(outcomes.stream().map(outcome -> outcome.path("deviceId").asText()))
                    .doesNotHaveDuplicates();
            assertThat(second.log()).doesNotContain("ERROR");
        }
    }

    private static Fault onNextJobRequest(Kind kind) {
        return Fault.of(kind).during(Operation.JOBS).times(1);
    }

    /** Of a job, as the next worker will find them. */
    private List<String> states(String jobId) {
        try (TopicReader reader = new TopicReader(kafka, Topics.JOB_STATE)) {
            return reader.await(2, record -> new String(record.key(), UTF_8).equals("default/" + jobId)).stream()
                    .map(record -> Told.json(record).path("state").path("is").asText())
                    .toList();
        }
    }

    private Map<String, String> config() {
        Map<String, String> config = new HashMap<>(EmulatorHub.config(hub));
        config.put("kafka.bootstrap.servers", kafka.bootstrapServers());
        config.put("downlink.jobs.poll-interval", "200ms");
        return config;
    }

    private static String method(String jobId, String condition) {
        return """
                {"type": "schedule", "jobId": "%s", "queryCondition": "%s",
                 "action": {"type": "direct-method", "method": {"name": "LockDoor"}}}""".formatted(jobId, condition);
    }
}
