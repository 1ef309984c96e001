package io.downlink.orchestrator;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;

import io.downlink.contracts.topics.Topics;
import io.downlink.emulator.HubEmulator;
import io.downlink.orchestrator.world.EmulatorHub;
import io.downlink.orchestrator.world.Told;
import io.downlink.service.rest.Problems;
import io.downlink.testsupport.Kafka;
import io.downlink.testsupport.KafkaWithTopics;
import io.downlink.testsupport.Metrics;
import io.downlink.testsupport.TestDevice;
import io.downlink.testsupport.TopicWriter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the orchestrator says of itself. */
@QuarkusTest
@QuarkusTestResource(KafkaWithTopics.class)
@QuarkusTestResource(EmulatorHub.class)
@SuppressWarnings("NullAway.Init") // the test resources fill the fields
class HealthAndMetricsIT {
    Kafka kafka;
    HubEmulator hub;

    @Test
    void shouldBeAliveAndReady() {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(get("/q/health/ready").statusCode()).isEqualTo(200));
        assertThat(get("/q/health/live").statusCode()).isEqualTo(200);
        get("/q/openapi?format=json")
                .then()
                .body("components.securitySchemes.token.scheme", equalTo("bearer"))
                .body("paths.'/jobs'.post.responses", hasKey("401"))
                .body("paths.'/jobs'.post.security[0]", hasKey("token"))
                .body("paths", hasKey("/jobs/{jobId}/events"))
                .body(
                        "paths.'/jobs/{jobId}/events'.get.responses.'503'.content",
                        equalTo(Map.of(
                                Problems.MEDIA_TYPE, Map.of("schema", Map.of("$ref", "#/components/schemas/Problem")))))
                .body("components.schemas.Problem.properties", hasKey("detail"));
    }

    @Test
    void shouldHaveTheMetricsOfTheTableAndNoOthers() {
        // given
        oneOfEach();
        // when
        String scraped = scrape();
        // then
        assertThat(Metrics.scraped(scraped)).isEqualTo(Metrics.documented("job-orchestrator"));
        assertThat(scraped).doesNotContain("metrics-1").doesNotContain("metrics-j");
    }

    /** A job with an outcome, and a record that goes to the dead letters. */
    private void oneOfEach() {
        TestDevice.registered(hub, "metrics-1");
        try (TopicWriter sender = new TopicWriter(kafka, Topics.JOBS);
                Told told = new Told(kafka)) {
            sender.send("?", "no JSON");
            sender.send("metrics-j", """
                    {"type": "schedule", "jobId": "metrics-j", "queryCondition": "deviceId IN ['metrics-1']",
                     "action": {"type": "direct-method", "method": {"name": "LockDoor"}}}""");
            assertThat(told.end("metrics-j").path("event").asText()).isEqualTo("completed");
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> scrape().contains("event=\"completed\""));
    }

    /** In Prometheus' own text format: OpenMetrics leaves {@code _total} out of a counter's type line. */
    private static String scrape() {
        return given().accept("text/plain").get("/q/metrics").asString();
    }
}
