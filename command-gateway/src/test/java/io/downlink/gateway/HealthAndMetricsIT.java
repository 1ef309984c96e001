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
import io.downlink.testsupport.TestDevice;
import io.downlink.testsupport.TopicWriter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the gateway says of itself. */
@QuarkusTest
@QuarkusTestResource(KafkaWithTopics.class)
@QuarkusTestResource(EmulatorHub.class)
@SuppressWarnings("NullAway.Init") // the test resources fill the fields
class HealthAndMetricsIT {
    private static final Path TABLE = Path.of("..", "docs", "metrics.md");
    private static final Pattern ROW = Pattern.compile("^\\| `(downlink_\\w+)` \\| (\\w+) \\|", Pattern.MULTILINE);
    private static final Pattern TYPE = Pattern.compile("^# TYPE (downlink_\\w+) (\\w+)$", Pattern.MULTILINE);
    private static final Pattern LABELS = Pattern.compile("^downlink_\\w+\\{([^}]*)}", Pattern.MULTILINE);
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"[^\"]*\"");

    Kafka kafka;
    HubEmulator hub;

    @Test
    void shouldBeAliveAndReady() {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(get("/q/health/ready").statusCode()).isEqualTo(200));
        assertThat(get("/q/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldHaveTheMetricsOfTheTableAndNoOthers() throws IOException {
        // given
        oneOfEach();
        // when
        String scraped = scrape();
        // then
        assertThat(all(TYPE, scraped)).containsExactlyInAnyOrderElementsOf(all(ROW, Files.readString(TABLE)));
        assertThat(labels(scraped)).containsExactlyInAnyOrder("event", "reason", "hub", "operation", "result", "le");
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

    private static Set<String> all(Pattern pattern, String text) {
        Set<String> found = new HashSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1) + " " + matcher.group(2));
        }
        return found;
    }

    private static Set<String> labels(String scraped) {
        Set<String> found = new HashSet<>();
        Matcher sample = LABELS.matcher(scraped);
        while (sample.find()) {
            Matcher label = LABEL.matcher(sample.group(1));
            while (label.find()) {
                found.add(label.group(1));
            }
        }
        return found;
    }
}
