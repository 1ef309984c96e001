package io.downlink.orchestrator;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.downlink.contracts.topics.Topics;
import io.downlink.emulator.HubEmulator;
import io.downlink.orchestrator.world.EmulatorHub;
import io.downlink.orchestrator.world.Told;
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

/** What the orchestrator says of itself. */
@QuarkusTest
@QuarkusTestResource(KafkaWithTopics.class)
@QuarkusTestResource(EmulatorHub.class)
@SuppressWarnings("NullAway.Init") // the test resources fill the fields
class HealthAndMetricsIT {
    private static final Path TABLE = Path.of("..", "docs", "metrics.md");
    private static final String SECTION = "## job-orchestrator";
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
        assertThat(get("/q/openapi").asString()).contains("/jobs/{jobId}");
    }

    @Test
    void shouldHaveTheMetricsOfTheTableAndNoOthers() throws IOException {
        // given
        oneOfEach();
        // when
        String scraped = scrape();
        // then
        assertThat(all(TYPE, scraped)).containsExactlyInAnyOrderElementsOf(all(ROW, section()));
        assertThat(labels(scraped)).containsExactlyInAnyOrder("event", "reason", "hub");
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

    private static String section() throws IOException {
        String table = Files.readString(TABLE);
        String from = table.substring(table.indexOf(SECTION) + SECTION.length());
        int next = from.indexOf("\n## ");
        return next < 0 ? from : from.substring(0, next);
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
