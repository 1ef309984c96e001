package io.downlink.orchestrator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.contracts.topics.Topics;
import io.downlink.emulator.HubEmulator;
import io.downlink.orchestrator.world.EmulatorHub;
import io.downlink.orchestrator.world.Told;
import io.downlink.testsupport.Kafka;
import io.downlink.testsupport.KafkaWithTopics;
import io.downlink.testsupport.TestDevice;
import io.downlink.testsupport.TopicReader;
import io.downlink.testsupport.TopicWriter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The orchestrator between a real Kafka and the emulator. Each test has jobs and devices of its own. */
@QuarkusTest
@QuarkusTestResource(KafkaWithTopics.class)
@QuarkusTestResource(EmulatorHub.class)
@SuppressWarnings("NullAway.Init") // the test resources, and open(), fill the fields
class OrchestratorIT {
    Kafka kafka;
    HubEmulator hub;

    private TopicWriter sender;
    private Told told;

    @BeforeEach
    void open() {
        sender = new TopicWriter(kafka, Topics.JOBS);
        told = new Told(kafka);
    }

    @AfterEach
    void close() {
        sender.close();
        told.close();
    }

    @Test
    void shouldCallAMethodOnManyDevicesAndTellOfTheOneThatIsOffline() {
        // given
        TestDevice first = TestDevice.connected(hub, "lock-1");
        TestDevice second = TestDevice.connected(hub, "lock-2");
        TestDevice.registered(hub, "lock-3");
        // when
        sender.send(
                "lock", method("lock", "deviceId IN ['lock-1', 'lock-2', 'lock-3']", ", \"context\": {\"ticket\": 7}"));
        // then
        JsonNode end = told.end("lock");
        assertThat(end.path("event").asText()).isEqualTo("completed");
        assertThat(end.path("devices").path("total").asInt()).isEqualTo(3);
        assertThat(end.path("devices").path("succeeded").asInt()).isEqualTo(2);
        assertThat(end.path("devices").path("failed").asInt()).isEqualTo(1);
        assertThat(end.path("context").path("ticket").asInt()).isEqualTo(7);
        assertThat(told.names("lock")).startsWith("accepted", "scheduled").endsWith("progress", "completed");
        assertThat(told.ofDevices("lock", 1)).singleElement().satisfies(outcome -> {
            assertThat(outcome.path("deviceId").asText()).isEqualTo("lock-3");
            assertThat(outcome.path("event").asText()).isEqualTo("failed");
            assertThat(outcome.path("action").asText()).isEqualTo("direct-method");
            assertThat(outcome.path("error").path("code").asText()).isNotEmpty();
        });
        assertThat(first.received).containsExactly("{\"lock\":true,\"by\":null}");
        assertThat(second.received).hasSize(1);
    }

    @Test
    void shouldTryTheDeviceAgainThatWasOfflineAndNoOther() {
        // given
        TestDevice here = TestDevice.connected(hub, "again-1");
        TestDevice late = TestDevice.registered(hub, "again-2");
        // when: the device comes when the first try has failed
        sender.send("again", method("again", "deviceId IN ['again-1', 'again-2']", ", \"retryFailed\": 1"));
        JsonNode first = told.end("again");
        late.connect();
        sender.send("once-more", method("once-more", "deviceId IN ['again-2']", ""));
        // then
        assertThat(first.path("devices").path("failed").asInt()).isEqualTo(1);
        assertThat(first.path("followedBy").path(0).asText()).isEqualTo("again-retry-1");
        JsonNode second = told.end("again-retry-1");
        assertThat(second.path("follows").asText()).isEqualTo("again");
        assertThat(second.path("devices").path("total").asInt()).isEqualTo(1);
        assertThat(told.end("once-more").path("devices").path("succeeded").asInt())
                .isEqualTo(1);
        assertThat(here.received).hasSize(1);
    }

    @Test
    void shouldListARecurringJobWithItsNextTimeUntilItIsTakenBack() {
        // when
        sender.send(
                "yearly",
                method("yearly", "*", ", \"recurrence\": {\"cron\": \"0 0 29 2 *\", \"timeZone\": \"Europe/Berlin\"}"));
        told.await("yearly", "recurring");
        // then
        given().get("/jobs/yearly")
                .then()
                .statusCode(200)
                .body("status", equalTo("recurring"))
                .body("nextRun", equalTo("2028-02-28T23:00:00Z"))
                .body("request.recurrence.timeZone", equalTo("Europe/Berlin"));
        // when
        sender.send("yearly", "{\"type\": \"cancel\", \"jobId\": \"yearly\"}");
        // then
        assertThat(told.end("yearly").path("event").asText()).isEqualTo("cancelled");
    }

    @Test
    void shouldTellEveryDevicesAnswerWhereAllAreWanted() {
        // given
        TestDevice.connected(hub, "all-1");
        TestDevice.connected(hub, "all-2");
        // when
        sender.send("all", method("all", "deviceId IN ['all-1', 'all-2']", ", \"deviceOutcomes\": \"all\""));
        // then
        assertThat(told.end("all").path("event").asText()).isEqualTo("completed");
        assertThat(told.ofDevices("all", 2)).allSatisfy(outcome -> {
            assertThat(outcome.path("event").asText()).isEqualTo("completed");
            assertThat(outcome.path("response").path("status").asInt()).isEqualTo(200);
            assertThat(outcome.path("response").path("payload").path("result").asText())
                    .isEqualTo("done");
        });
    }

    @Test
    void shouldChangeTwins() {
        // given
        TestDevice.registered(hub, "floor-1");
        // when
        sender.send("floor", """
                {"type": "schedule", "jobId": "floor", "queryCondition": "deviceId IN ['floor-1']",
                 "action": {"type": "update-twin", "tags": {"Floor": "3"}, "desired": {"heat": 21}}}""");
        // then
        JsonNode end = told.end("floor");
        assertThat(end.path("event").asText()).isEqualTo("completed");
        assertThat(end.path("devices").path("succeeded").asInt()).isEqualTo(1);
    }

    @Test
    void shouldFailWithTheHubsWordsWhereTheConditionCannotBeRead() {
        // when
        sender.send("bad", method("bad", "this is no condition", ""));
        // then
        JsonNode end = told.end("bad");
        assertThat(end.path("event").asText()).isEqualTo("failed");
        assertThat(end.path("reason").asText()).isEqualTo("JOB_FAILED");
        assertThat(end.path("detail").asText()).isNotEmpty().doesNotContain("does not say why");
    }

    @Test
    void shouldLetTheSecondJobWaitForTheOneSlotAndRefuseToTakeTheRunningOneBack() {
        // given
        TestDevice device = TestDevice.connected(hub, "slot-1");
        device.holdAnswers();
        sender.send("slot-a", method("slot-a", "deviceId IN ['slot-1']", ""));
        told.await("slot-a", "progress");
        // when
        sender.send("slot-b", method("slot-b", "deviceId IN ['slot-1']", ""));
        told.await("slot-b", "waiting");
        sender.send("slot-c", method("slot-c", "deviceId IN ['slot-1']", ""));
        told.await("slot-c", "waiting");
        sender.send("slot-a", "{\"type\": \"cancel\", \"jobId\": \"slot-a\"}");
        sender.send("slot-c", "{\"type\": \"cancel\", \"jobId\": \"slot-c\"}");
        // then
        assertThat(told.end("slot-c").path("event").asText()).isEqualTo("cancelled");
        told.await("slot-a", "cancel-refused");
        device.answerAgain();
        assertThat(told.end("slot-a").path("event").asText()).isEqualTo("completed");
        assertThat(told.end("slot-b").path("event").asText()).isEqualTo("completed");
        assertThat(told.names("slot-b").stream().filter("waiting"::equals)).hasSize(1);
        assertThat(device.received).hasSize(2);
    }

    @Test
    void shouldKeepALaterJobHereAndTakeItBackWithoutTheHub() {
        // given
        sender.send(
                "later",
                method(
                        "later",
                        "*",
                        ", \"startTime\": \"%s\"".formatted(Instant.now().plusSeconds(3600))));
        told.await("later", "accepted");
        // when
        sender.send("later", "{\"type\": \"cancel\", \"jobId\": \"later\"}");
        // then
        assertThat(told.end("later").path("event").asText()).isEqualTo("cancelled");
        assertThat(told.names("later")).containsExactly("accepted", "cancelled");
    }

    @Test
    void shouldTellEveryProblemOfARequestAndKeepWhatCannotBeRead() {
        // when
        sender.send("wrong", """
                {"type": "schedule", "jobId": "wrong", "queryConditon": "*", "maxExecutionTime": "soon",
                 "action": {"type": "direct-method", "method": {"name": "LockDoor"}}}""");
        sender.send("?", "no JSON");
        // then
        JsonNode end = told.end("wrong");
        assertThat(end.path("event").asText()).isEqualTo("invalid");
        assertThat(end.path("problems")).hasSizeGreaterThan(1);
        try (TopicReader letters = new TopicReader(kafka, Topics.DEAD_LETTERS)) {
            assertThat(letters.await(1, _ -> true).getFirst().value())
                    .asString()
                    .isEqualTo("no JSON");
        }
    }

    @Test
    void shouldTakeJobsByRest() {
        // given
        TestDevice.connected(hub, "rest-1");
        // when
        given().contentType("application/json")
                .body(method("by-rest", "deviceId IN ['rest-1']", ""))
                .post("/jobs")
                .then()
                .statusCode(202)
                .body("jobId", equalTo("by-rest"));
        // then
        assertThat(told.end("by-rest").path("event").asText()).isEqualTo("completed");
        given().get("/jobs/by-rest")
                .then()
                .statusCode(200)
                .body("status", equalTo("completed"))
                .body("latestEvent.devices.succeeded", equalTo(1))
                .body("request.action.method.name", equalTo("LockDoor"));
        given().get("/jobs").then().statusCode(200).body("jobId", hasItem("by-rest"));
        given().get("/jobs?status=kept")
                .then()
                .statusCode(200)
                .body("findAll { it.jobId == 'by-rest' }.size()", equalTo(0));
        given().delete("/jobs/by-rest").then().statusCode(202).body("jobId", equalTo("by-rest"));
        told.await("by-rest", "cancel-refused");
    }

    @Test
    void shouldRefuseByRestWithEveryProblem() {
        given().contentType("application/json")
                .body("""
                        {"type": "schedule", "jobId": "rest wrong", "maxExecutionTime": "soon"}""")
                .post("/jobs")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("problems.field", hasItem("jobId"))
                .body("problems.field", hasItem("queryCondition"))
                .body("problems.field", hasItem("maxExecutionTime"));
        given().contentType("application/json")
                .body("no JSON")
                .post("/jobs")
                .then()
                .statusCode(400);
        given().get("/jobs/nobody")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("status", equalTo(404));
    }

    @Test
    void shouldTellProgressByServerSentEventsUpToTheEnd() {
        // given
        TestDevice device = TestDevice.connected(hub, "sse-1");
        device.holdAnswers();
        sender.send("sse", method("sse", "deviceId IN ['sse-1']", ""));
        told.await("sse", "progress");
        // when: the answer ends by itself, when the job has
        CompletableFuture<String> stream = CompletableFuture.supplyAsync(
                () -> given().get("/jobs/sse/events").asString());
        device.answerAgain();
        // then
        String events = stream.orTimeout(30, TimeUnit.SECONDS).join();
        assertThat(events).contains("event:completed").contains("\"jobId\":\"sse\"");
        given().get("/jobs/nobody/events").then().statusCode(404).contentType("application/problem+json");
    }

    @Test
    void shouldListJobsPageByPage() {
        // given
        String later = ", \"startTime\": \"%s\"".formatted(Instant.now().plusSeconds(3600));
        List.of("page-1", "page-2").forEach(jobId -> sender.send(jobId, method(jobId, "*", later)));
        told.await("page-2", "accepted");
        // when
        String link = given().get("/jobs?status=kept&limit=1")
                .then()
                .statusCode(200)
                .body("size()", equalTo(1))
                .header("Link", containsString("rel=\"next\""))
                .extract()
                .header("Link");
        // then
        assertThat(link).contains("status=kept", "limit=1", "after=default");
        given().get("/jobs?limit=0").then().statusCode(400).contentType("application/problem+json");
        given().get("/jobs?limit=many")
                .then()
                .statusCode(400)
                .body("detail", equalTo("limit: must be 1 to 1000, not \"many\""));
        given().get("/jobs?status=done").then().statusCode(400).body("detail", containsString("reading-outcomes"));
        given().get("/jobs?after=nobody").then().statusCode(400).contentType("application/problem+json");
        List.of("page-1", "page-2")
                .forEach(jobId -> sender.send(jobId, "{\"type\": \"cancel\", \"jobId\": \"%s\"}".formatted(jobId)));
        told.end("page-2");
    }

    private static String method(String jobId, String condition, String more) {
        return """
                {"type": "schedule", "jobId": "%s", "queryCondition": "%s", "maxExecutionTime": "PT2M",
                 "action": {"type": "direct-method",
                   "method": {"name": "LockDoor", "payload": {"lock": true, "by": null}, "responseTimeout": "PT5S"}}%s}""".formatted(jobId, condition, more);
    }
}
