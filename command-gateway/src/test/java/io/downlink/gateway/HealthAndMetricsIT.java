package io.downlink.gateway;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.downlink.contracts.topics.Topics;
import io.downlink.emulator.HubEmulator;
import io.downlink.gateway.world.EmulatorHub;
import io.downlink.gateway.world.Told;
import io.downlink.testsupport.Kafka;
import io.downlink.testsupport.KafkaWithTopics;
import io.downlink.testsupport.Metrics;
import io.downlink.testsupport.TestDevice;
import io.downlink.testsupport.TopicWriter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the gateway says of itself. */
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
        assertThat(get("/q/health/live").asString()).contains("commands are polled", "work goes on");
    }

    @Test
    void shouldHaveTheMetricsOfTheTableAndNoOthers() {
        // given
        oneOfEach();
        // when
        String scraped = scrape();
        // then
        assertThat(Metrics.scraped(scraped)).isEqualTo(Metrics.documented("command-gateway"));
        assertThat(scraped).doesNotContain("metrics-1").doesNotContain("metrics-c");
    }

    /** An answered call, a record that goes to the dead letters, and the events about them. */
    private void oneOfEach() {
        TestDevice.connected(hub, "metrics-1");
        try (TopicWriter sender = new TopicWriter(kafka, Topics.COMMANDS);
                Told told = new Told(kafka)) {
            sender.send("metrics-1", "no JSON");
            sender.send("metrics-1", """
                    {"commandId": "metrics-c", "deviceId": "metrics-1", "type": "direct-method",
                     "method": {"name": "reboot"}}""");
            assertThat(told.about("metrics-c").name()).isEqualTo("completed");
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> scrape().contains("downlink_command_events_total{"));
    }

    /** In Prometheus' own text format: OpenMetrics leaves {@code _total} out of a counter's type line. */
    private static String scrape() {
        return given().accept("text/plain").get("/q/metrics").asString();
    }
}
