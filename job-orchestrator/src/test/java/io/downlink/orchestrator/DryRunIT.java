package io.downlink.orchestrator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.contracts.topics.Topics;
import io.downlink.emulator.HubEmulator;
import io.downlink.orchestrator.world.SmallHub;
import io.downlink.orchestrator.world.Told;
import io.downlink.testsupport.Kafka;
import io.downlink.testsupport.KafkaWithTopics;
import io.downlink.testsupport.TestDevice;
import io.downlink.testsupport.TopicWriter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Dry runs, and the job beside them, with a hub that is as slow as S1. */
@QuarkusTest
@QuarkusTestResource(KafkaWithTopics.class)
@QuarkusTestResource(SmallHub.class)
@SuppressWarnings("NullAway.Init") // the test resources fill the fields
class DryRunIT {
    private static final int DEVICES = 35;

    Kafka kafka;
    HubEmulator hub;

    @Test
    void shouldTellWhatTheJobThenTakes() {
        // given
        String condition = devices("twin");
        // when
        given().contentType("application/json")
                .body(update("schedule", "twin", condition))
                .post("/jobs?dryRun=true")
                .then()
                .statusCode(200)
                .body("matched", equalTo(DEVICES))
                .body("sample", hasSize(10))
                .body("sample", everyItem(startsWith("twin-")))
                .body("tier", equalTo("S1"))
                .body("assumed", equalTo(false))
                .body("limit", equalTo("device-operations"))
                .body("jobTime", equalTo("PT4S"))
                .body("messages.requests", equalTo(DEVICES));
        given().get("/jobs/twin").then().statusCode(404); // nothing was scheduled
        // then
        try (TopicWriter sender = new TopicWriter(kafka, Topics.JOBS);
                Told told = new Told(kafka)) {
            sender.send("twin", update("schedule", "twin", condition));
            JsonNode end = told.end("twin");
            assertThat(end.path("devices").path("succeeded").asInt()).isEqualTo(DEVICES);
            assertThat(lasted(end))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(3)); // the hub begins with a second's worth
        }
    }

    @Test
    void shouldTellByTopicToo() {
        // given
        String condition = devices("topic");
        try (TopicWriter sender = new TopicWriter(kafka, Topics.JOBS);
                Told told = new Told(kafka)) {
            // when
            sender.send("topic", update("dry-run", "topic", condition));
            // then
            JsonNode end = told.end("topic");
            assertThat(end.path("event").asText()).isEqualTo("forecast");
            assertThat(end.path("matched").asInt()).isEqualTo(DEVICES);
            assertThat(told.names("topic")).containsExactly("forecast");
        }
    }

    @Test
    void shouldRefuseWhatCouldNotBeRun() {
        given().contentType("application/json")
                .body(update("schedule", "bad", "this is no condition"))
                .post("/jobs?dryRun=true")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString("REFUSED_BY_HUB"));
        given().contentType("application/json")
                .body("{\"type\": \"schedule\", \"jobId\": \"bad\"}")
                .post("/jobs?dryRun=true")
                .then()
                .statusCode(400)
                .body("problems.field", hasItem("queryCondition"))
                .body("problems.field", hasItem("action"));
        given().contentType("application/json")
                .body("{\"type\": \"cancel\", \"jobId\": \"bad\"}")
                .post("/jobs?dryRun=true")
                .then()
                .statusCode(400);
    }

    @Test
    void shouldRunNothingForAWordThatItDoesNotKnow() {
        String condition = devices("word");
        given().contentType("application/json")
                .body(update("schedule", "word", condition))
                .post("/jobs?dryRun=1")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString("dryRun: must be true or false, not \"1\""));
        given().contentType("application/json")
                .body(update("schedule", "word", condition))
                .post("/jobs?dryRun")
                .then()
                .statusCode(200)
                .body("matched", equalTo(DEVICES));
        given().contentType("application/json")
                .body(update("schedule", "word", condition))
                .post("/jobs?dryRun=")
                .then()
                .statusCode(200);
        given().get("/jobs/word").then().statusCode(404);
    }

    private String devices(String prefix) {
        return IntStream.range(0, DEVICES)
                .mapToObj(number -> prefix + "-" + number)
                .peek(id -> TestDevice.registered(hub, id))
                .collect(Collectors.joining("', '", "deviceId IN ['", "']"));
    }

    private static Duration lasted(JsonNode end) {
        return Duration.between(
                Instant.parse(end.path("startTime").asText()),
                Instant.parse(end.path("endTime").asText()));
    }

    private static String update(String type, String jobId, String condition) {
        return """
                {"type": "%s", "jobId": "%s", "queryCondition": "%s",
                 "action": {"type": "update-twin", "tags": {"Floor": "3"}}}""".formatted(type, jobId, condition);
    }
}
