package io.downlink.gateway;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.contracts.topics.Topics;
import io.downlink.emulator.HubEmulator;
import io.downlink.gateway.world.EmulatorHub;
import io.downlink.gateway.world.Told;
import io.downlink.testsupport.Kafka;
import io.downlink.testsupport.KafkaWithTopics;
import io.downlink.testsupport.TestDevice;
import io.downlink.testsupport.TopicReader;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands by HTTP, between a real Kafka and the emulator. */
@QuarkusTest
@QuarkusTestResource(KafkaWithTopics.class)
@QuarkusTestResource(EmulatorHub.class)
@SuppressWarnings("NullAway.Init") // the test resources, and open(), fill the fields
class RestIT {
    private static final String PROBLEM = "application/problem+json";

    Kafka kafka;
    HubEmulator hub;

    private Told told;

    @BeforeEach
    void open() {
        told = new Told(kafka);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> given().get("/devices/nobody/commands/none").statusCode() == 404);
    }

    @AfterEach
    void close() {
        told.close();
    }

    @Test
    void shouldWriteACommandToTheTopicAndShowWhereItIsUntilItsEnd() {
        // given
        TestDevice device = TestDevice.connected(hub, "rest#1");
        device.holdAnswers();
        // when
        String location = post("application/json", """
                {"commandId": "rest%1", "deviceId": "rest#1", "type": "direct-method", "method": {"name": "reboot"}}""")
                .statusCode(202)
                .body("commandId", equalTo("rest%1"))
                .body("source.topic", equalTo(Topics.COMMANDS))
                .header("Location", endsWith("/devices/rest%231/commands/rest%251"))
                .extract()
                .header("Location");
        // then
        awaitStatus(location, "calling");
        device.answerAgain();
        awaitStatus(location, "completed");
        JsonNode event = told.about("rest%1").json();
        given().urlEncodingEnabled(false)
                .get(location)
                .then()
                .body("latestEvent.status", equalTo(200))
                .body(
                        "latestEvent.source.offset",
                        equalTo(event.path("source").path("offset").asInt()));
        assertThat(device.received).hasSize(1);
    }

    @Test
    void shouldHandOnWhatACloudEventAndATraceSay() {
        // given
        TestDevice.connected(hub, "rest-event");
        // when
        given().contentType("application/json")
                .header("ce-id", "rest-event-1")
                .header("ce-source", "/plant%20one")
                .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .body("""
                        {"deviceId": "rest-event", "type": "direct-method", "method": {"name": "reboot"}}""")
                .post("/commands")
                .then()
                .statusCode(202)
                .body("commandId", equalTo("rest-event-1"));
        // then
        assertThat(told.about("rest-event-1")
                        .json()
                        .path("requestedBy")
                        .path("source")
                        .asText())
                .isEqualTo("/plant one");
        try (TopicReader commands = new TopicReader(kafka, Topics.COMMANDS)) {
            ConsumerRecord<byte[], byte[]> record = commands.await(
                            1, any -> any.key() != null && new String(any.key(), UTF_8).equals("rest-event"))
                    .getFirst();
            assertThat(record.headers().lastHeader("traceparent").value())
                    .asString()
                    .startsWith("00-0af7651916cd43dd8448eb211c80319c");
        }
    }

    @Test
    void shouldNameACommandByItsPlaceAndAModuleInItsLocation() {
        // when
        String location = post("application/json", """
                {"deviceId": "rest-none", "moduleId": "m+1", "hub": "reader", "type": "direct-method",
                 "method": {"name": "go"}}""")
                .statusCode(202)
                .body("moduleId", equalTo("m+1"))
                .header("Location", containsString("/devices/rest-none/commands/downlink.commands-"))
                .extract()
                .header("Location");
        // then
        awaitStatus(location, "failed");
    }

    @Test
    void shouldRefuseWithEveryProblem() {
        post("application/json", """
                {"type": "direct-method", "deviceId": "rest-2", "deadlin": "soon",
                 "method": {"name": "re boot", "responseTimeout": "PT1S"}}""")
                .statusCode(400)
                .contentType(PROBLEM)
                .body("status", equalTo(400))
                .body("problems.field", hasItems("deadlin", "method.name", "method.responseTimeout"))
                .body("problems.find { it.field == 'deadlin' }.message", containsString("did you mean \"deadline\"?"));
        post("application/cloudevents+json", """
                {"specversion": "1.0", "data": {"deviceId": "rest-2", "moduleId": "m 1", "type": "direct-method",
                 "method": {"name": "reboot"}}}""").statusCode(400).body("problems.field", hasItems("moduleId"));
        post("application/json", "no JSON").statusCode(400).contentType(PROBLEM);
        post("application/json", "").statusCode(400).contentType(PROBLEM);
    }

    @Test
    void shouldRefuseWhatIsNoRequestAtAll() {
        post("text/plain", "reboot")
                .statusCode(415)
                .contentType(PROBLEM)
                .body("detail", containsString("text/plain"))
                .body("detail", containsString("application/json"));
        given().get("/commands").then().statusCode(405).contentType(PROBLEM);
        given().get("/nothing").then().statusCode(404).contentType(PROBLEM);
        post("application/json", "{\"deviceId\": \"" + "x".repeat(1_100_000) + "\"}")
                .statusCode(413);
        given().get("/devices/rest-2/commands/never")
                .then()
                .statusCode(404)
                .contentType(PROBLEM)
                .body("detail", containsString("\"never\""));
    }

    @Test
    void shouldDescribeItself() {
        given().get("/q/openapi?format=json")
                .then()
                .body("components.securitySchemes.token.scheme", equalTo("bearer"))
                .body("paths.'/commands'.post.responses", hasKey("401"))
                .body("paths.'/commands'.post.security[0]", hasKey("token"))
                .body("paths.'/commands'.post.responses.'202'", not(hasKey("content")))
                .body(
                        "paths.'/commands'.post.responses.'400'.content.'%s'.schema.'$ref'".formatted(PROBLEM),
                        equalTo("#/components/schemas/Problem"))
                .body("components.schemas.Problem.properties", hasKey("problems"));
        given().get("/q/openapi")
                .then()
                .statusCode(200)
                .body(containsString("/commands"))
                .body(containsString("/devices/{deviceId}/commands/{commandId}"));
    }

    private static ValidatableResponse post(String contentType, String request) {
        return given().contentType(contentType).body(request).post("/commands").then();
    }

    private static void awaitStatus(String location, String status) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> given().urlEncodingEnabled(false)
                        .get(location)
                        .then()
                        .statusCode(200)
                        .body("status", equalTo(status)));
    }
}
