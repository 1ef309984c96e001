package io.downlink.orchestrator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import io.downlink.contracts.topics.Topics;
import io.downlink.emulator.HubEmulator;
import io.downlink.orchestrator.world.EmulatorHub;
import io.downlink.orchestrator.world.Told;
import io.downlink.testsupport.Kafka;
import io.downlink.testsupport.KafkaExtension;
import io.downlink.testsupport.KafkaWithTopics;
import io.downlink.testsupport.PackagedService;
import io.downlink.testsupport.TestDevice;
import io.downlink.testsupport.TopicWriter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The packaged orchestrator as a process: how it starts, stops, and comes back. */
@ExtendWith(KafkaExtension.class)
class OrchestratorProcessIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int SIGTERM_STATUS = 143;

    private final HubEmulator hub = EmulatorHub.emulator("127.53.0.2");
    private final Kafka kafka;
    private final TopicWriter sender;
    private final Told told;

    OrchestratorProcessIT(Kafka kafka) {
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
    void shouldFollowARunningJobToItsEndAfterACrashAndScheduleNothingTwice() {
        // given
        TestDevice device = TestDevice.connected(hub, "crash-1");
        TestDevice.registered(hub, "crash-2");
        device.holdAnswers();
        try (PackagedService first = PackagedService.start(config()).ready()) {
            sender.send("crash-runs", method("crash-runs", "deviceId IN ['crash-1', 'crash-2']"));
            sender.send("crash-waits", method("crash-waits", "deviceId IN ['crash-1']"));
            told.await("crash-runs", "progress");
            told.await("crash-waits", "waiting");
            await().atMost(PATIENCE).until(() -> device.received.size() == 1);
            // when
            first.kill();
        }
        device.answerAgain();
        try (PackagedService second = PackagedService.start(config()).ready()) {
            // then
            assertThat(told.end("crash-runs").path("event").asText()).isEqualTo("completed");
            assertThat(told.ofDevices("crash-runs", 1)
                            .getFirst()
                            .path("deviceId")
                            .asText())
                    .isEqualTo("crash-2");
            assertThat(told.end("crash-waits").path("event").asText()).isEqualTo("completed");
            // a look that finds it running adds "progress"
            assertThat(told.names("crash-waits"))
                    .containsSubsequence("scheduled", "completed")
                    .endsWith("completed");
            assertThat(device.received).hasSize(2);
            second.stop();
            assertThat(second.exitStatus()).isEqualTo(SIGTERM_STATUS);
            assertThat(second.log()).contains("orchestrator stopped").doesNotContain("ERROR");
        }
    }

    @Test
    @Timeout(180) // a stream that does not end would hang
    void shouldSayWhereItStandsByAndEndWhatItTellsWhenItStops() throws Exception {
        // given
        TestDevice.connected(hub, "standby-1").holdAnswers();
        try (PackagedService worker = PackagedService.start(config()).ready();
                PackagedService other = PackagedService.start(config()).ready();
                HttpClient reader = HttpClient.newHttpClient()) {
            sender.send("standby", method("standby", "deviceId = 'standby-1'"));
            told.await("standby", "scheduled");
            // when
            HttpResponse<Stream<String>> stream = reader.send(
                    HttpRequest.newBuilder(worker.uri("/jobs/standby/events")).build(), BodyHandlers.ofLines());
            // then
            given().get(other.uri("/jobs/standby/events"))
                    .then()
                    .statusCode(503)
                    .header("Retry-After", "5")
                    .contentType("application/problem+json")
                    .body("detail", containsString("stands by"));
            given().get(other.uri("/jobs")).then().statusCode(503).header("Retry-After", "5");
            worker.stop();
            assertThat(stream.body()).anyMatch(line -> line.startsWith("event:"));
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> given().get(other.uri("/jobs/standby")).then().statusCode(200));
        }
    }

    @Test
    void shouldRefuseToStartInOneLineWithoutAHub() {
        try (PackagedService homeless =
                PackagedService.start(Map.of("kafka.bootstrap.servers", kafka.bootstrapServers()))) {
            assertThat(homeless.exitStatus()).isEqualTo(1);
            assertThat(homeless.log())
                    .contains("downlink.hubs.default.connection-string")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void shouldRefuseToStartWhereEverybodyWouldBeServed() {
        Map<String, String> config = config();
        config.put("quarkus.http.host", "0.0.0.0");
        config.put("downlink.rest.enabled", "true");
        try (PackagedService open = PackagedService.start(config)) {
            assertThat(open.exitStatus()).isEqualTo(1);
            assertThat(open.log())
                    .contains("job-orchestrator does not start: downlink.rest.enabled: true, without tokens,")
                    .contains("Set downlink.rest.tokens-file")
                    .doesNotContain("\tat ");
        }
    }

    private Map<String, String> config() {
        Map<String, String> config = new HashMap<>(EmulatorHub.config(hub));
        config.put("kafka.bootstrap.servers", kafka.bootstrapServers());
        return config;
    }

    private static String method(String jobId, String condition) {
        return """
                {"type": "schedule", "jobId": "%s", "queryCondition": "%s",
                 "action": {"type": "direct-method", "method": {"name": "LockDoor", "responseTimeout": "PT2M"}}}""".formatted(jobId, condition);
    }
}
