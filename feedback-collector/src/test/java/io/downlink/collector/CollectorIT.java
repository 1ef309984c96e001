package io.downlink.collector;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.downlink.collector.world.EmulatorHub;
import io.downlink.collector.world.Told;
import io.downlink.contracts.feedback.Feedback;
import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.hub.MessagingRules;
import io.downlink.emulator.hub.Session;
import io.downlink.testsupport.Kafka;
import io.downlink.testsupport.KafkaWithTopics;
import io.downlink.testsupport.Metrics;
import io.downlink.testsupport.TestDevice;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The collector between the emulator and a real Kafka. Each test has devices of its own. */
@QuarkusTest
@QuarkusTestResource(KafkaWithTopics.class)
@QuarkusTestResource(EmulatorHub.class)
@SuppressWarnings("NullAway.Init") // the test resources, and open(), fill the fields
class CollectorIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LONG = Duration.ofHours(1);

    Kafka kafka;
    HubEmulator hub;

    private Told told;

    @BeforeEach
    void open() {
        told = new Told(kafka);
    }

    @AfterEach
    void close() {
        told.close();
    }

    @Test
    void shouldTellThatAMessageIsDelivered() {
        // given
        TestDevice.connected(hub, "delivered-1");
        // when
        EmulatorHub.send(hub, "delivered-1", "delivered-c", LONG);
        // then
        Feedback feedback = told.ofDevice("delivered-1", 1).getFirst();
        assertThat(feedback)
                .isInstanceOfSatisfying(
                        Feedback.Delivered.class,
                        delivered -> assertThat(delivered.report().statusCode()).isEqualToIgnoringCase("success"));
        assertThat(feedback.hub()).isEqualTo("default");
        assertThat(feedback.commandId()).isEqualTo("delivered-c");
        assertThat(told.eventIds("delivered-1")).containsExactly(feedback.eventId());
    }

    @Test
    void shouldTellThatAMessageExpired() {
        // given
        TestDevice.registered(hub, "expired-1");
        // when
        EmulatorHub.send(hub, "expired-1", "expired-c", Duration.ofSeconds(1));
        // then
        assertThat(told.ofDevice("expired-1", 1).getFirst())
                .isInstanceOf(Feedback.Expired.class)
                .extracting(Feedback::commandId)
                .isEqualTo("expired-c");
    }

    @Test
    void shouldTellThatADeviceRejectedAMessage() {
        // given
        TestDevice.connected(hub, "rejects-1").settleBy(Session::reject);
        // when
        EmulatorHub.send(hub, "rejects-1", "rejected-c", LONG);
        // then
        assertThat(told.ofDevice("rejects-1", 1).getFirst())
                .isInstanceOf(Feedback.Rejected.class)
                .extracting(Feedback::commandId)
                .isEqualTo("rejected-c");
    }

    @Test
    void shouldTellThatADeviceAbandonedAMessageUntilTheHubGaveItUp() {
        // given
        TestDevice device = TestDevice.connected(hub, "abandons-1");
        device.settleBy(Session::abandon);
        // when
        EmulatorHub.send(hub, "abandons-1", "abandoned-c", LONG);
        // then
        assertThat(told.ofDevice("abandons-1", 1).getFirst())
                .isInstanceOf(Feedback.DeliveryCountExceeded.class)
                .extracting(Feedback::commandId)
                .isEqualTo("abandoned-c");
        assertThat(device.messages).hasSize(MessagingRules.DEFAULT.deliveryCountMax());
    }

    @Test
    void shouldTellOfAMessageWithoutAnIdAndGoOn() {
        // given
        TestDevice.connected(hub, "nameless-1");
        // when
        EmulatorHub.send(hub, "nameless-1", null, LONG);
        told.ofDevice("nameless-1", 1);
        EmulatorHub.send(hub, "nameless-1", "named-c", LONG);
        // then
        List<Feedback> feedback = told.ofDevice("nameless-1", 2);
        assertThat(feedback).extracting(Feedback::commandId).containsExactly(null, "named-c");
        assertThat(feedback).allMatch(Feedback.Delivered.class::isInstance);
    }

    @Test
    void shouldBeReadyAndSayHowEachHubStands() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(get("/q/health/ready").statusCode()).isEqualTo(200);
            JsonPath ready = get("/q/health/ready").jsonPath();
            assertThat(ready.getString("checks.find { it.name == 'feedback is collected' }.data.'hub.default'"))
                    .startsWith("connected since ");
            assertThat(ready.getString("checks.find { it.name == 'feedback is collected' }.data.'hub.reader'"))
                    .startsWith("not connected since ")
                    .contains("UNAUTHORIZED");
            assertThat(ready.getString("checks.find { it.name == 'feedback is collected' }.data.'canary.default'"))
                    .contains("Success");
        });
        assertThat(get("/q/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldHaveTheMetricsOfTheTableAndNoOthers() {
        // given
        TestDevice.connected(hub, "metrics-1");
        EmulatorHub.send(hub, "metrics-1", "metrics-c", LONG);
        told.ofDevice("metrics-1", 1);
        await().atMost(PATIENCE).until(() -> scrape().contains("result=\"completed\""));
        // when
        String scraped = scrape();
        // then
        assertThat(Metrics.scraped(scraped)).isEqualTo(Metrics.documented("feedback-collector"));
        assertThat(scraped)
                .containsPattern("downlink_feedback_receiver_connected\\{hub=\"default\",?} 1")
                .containsPattern("downlink_feedback_receiver_connected\\{hub=\"reader\",?} 0")
                .doesNotContain("metrics-1")
                .doesNotContain("metrics-c");
    }

    /** In Prometheus' own text format: OpenMetrics leaves {@code _total} out of a counter's type line. */
    private static String scrape() {
        return given().accept("text/plain").get("/q/metrics").asString();
    }
}
