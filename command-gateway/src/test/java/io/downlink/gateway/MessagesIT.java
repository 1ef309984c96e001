package io.downlink.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.downlink.contracts.topics.Topics;
import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.hub.AckLevel;
import io.downlink.emulator.hub.CloudToDeviceMessage;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.gateway.world.EmulatorHub;
import io.downlink.gateway.world.Told;
import io.downlink.gateway.world.Told.Event;
import io.downlink.testsupport.Kafka;
import io.downlink.testsupport.KafkaWithTopics;
import io.downlink.testsupport.TestDevice;
import io.downlink.testsupport.TopicWriter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cloud-to-device messages between a real Kafka and the emulator. Each test has devices of its own. */
@QuarkusTest
@QuarkusTestResource(KafkaWithTopics.class)
@QuarkusTestResource(EmulatorHub.class)
@SuppressWarnings("NullAway.Init") // the test resources, and open(), fill the fields
class MessagesIT {
    private static final int QUEUE_DEPTH_MAX = 50;

    Kafka kafka;
    HubEmulator hub;

    private TopicWriter sender;
    private Told told;

    @BeforeEach
    void open() {
        sender = new TopicWriter(kafka, Topics.COMMANDS);
        told = new Told(kafka);
    }

    @AfterEach
    void close() {
        sender.close();
        told.close();
    }

    @Test
    void shouldTellThatAMessageIsEnqueuedWhichItsDeviceGets() {
        // given
        TestDevice device = TestDevice.connected(hub, "message-1");
        Instant before = Instant.now();
        // when
        sender.send("message-1", """
                {"commandId": "message-c", "deviceId": "message-1", "type": "cloud-to-device",
                 "message": {"bodyText": "Grüße", "contentType": "text/plain", "correlationId": "order-5",
                             "properties": {"k": "v"}, "ack": "positive", "timeToLive": "PT10M"}}""");
        // then
        Event event = told.about("message-c");
        assertThat(event.name()).isEqualTo("enqueued");
        assertThat(event.json().path("final").asBoolean()).isTrue();
        assertThat(event.json().path("messageId").asText()).isEqualTo("message-c");
        assertThat(event.json().path("feedbackExpected").asBoolean()).isTrue();
        Instant expiresAt = Instant.parse(event.json().path("expiresAt").asText());
        assertThat(expiresAt).isBetween(before.plus(Duration.ofMinutes(9)), before.plus(Duration.ofMinutes(13)));
        CloudToDeviceMessage message = only(device);
        assertThat(text(message)).isEqualTo("Grüße");
        assertThat(message.messageId()).isEqualTo("message-c");
        assertThat(message.correlationId()).isEqualTo("order-5");
        assertThat(message.properties()).containsEntry("k", "v").containsEntry("content-type", "text/plain");
        assertThat(message.ack()).isEqualTo(AckLevel.POSITIVE);
        assertThat(message.expiry()).isEqualTo(expiresAt);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "json | \"body\": {\"delay\": 1.50, \"none\": null} | 7b2264656c6179223a312e35302c226e6f6e65223a6e756c6c7d",
                "text | \"bodyText\": \" as it stands \" | 206173206974207374616e647320",
                "bytes | \"bodyBase64\": \"/wABgA==\" | ff000180"
            })
    void shouldCarryEachFormOfABodyByteByByte(String form, String body, String hex) {
        // given
        TestDevice device = TestDevice.connected(hub, "body-" + form);
        // when
        sender.send("body-" + form, message("body-" + form, "body-c-" + form, body));
        // then
        assertThat(told.about("body-c-" + form).name()).isEqualTo("enqueued");
        assertThat(only(device).bytes()).asHexString().isEqualToIgnoringCase(hex);
    }

    @Test
    void shouldKeepTheOrderOfADevicesMessages() {
        // given
        TestDevice device = TestDevice.connected(hub, "message-order");
        List<String> inOrder =
                IntStream.range(0, 20).mapToObj(Integer::toString).toList();
        // when
        inOrder.forEach(n -> sender.send(
                "message-order", message("message-order", "message-order-" + n, "\"bodyText\": \"%s\"".formatted(n))));
        // then
        assertThat(told.endsOfDevice("message-order", inOrder.size()))
                .allMatch(event -> event.name().equals("enqueued"));
        await().untilAsserted(() -> assertThat(device.messages.stream().map(message -> text(message)))
                .containsExactlyElementsOf(inOrder));
    }

    @Test
    void shouldFailForADeviceThatDoesNotExist() {
        // when
        sender.send("nobody-1", message("nobody-1", "nobody-c", "\"bodyText\": \"hello\""));
        // then
        Event event = told.about("nobody-c");
        assertThat(event.name()).isEqualTo("failed");
        assertThat(event.reason()).isEqualTo("DEVICE_NOT_FOUND");
    }

    @Test
    void shouldFailWhenTheDevicesQueueIsFull() {
        // given
        TestDevice.registered(hub, "full-1");
        for (int i = 0; i < QUEUE_DEPTH_MAX; i++) {
            hub.hub().messages().send(new DeviceId("full-1"), waiting());
        }
        // when
        sender.send("full-1", message("full-1", "full-c", "\"bodyText\": \"one too many\""));
        // then
        Event event = told.about("full-c");
        assertThat(event.name()).isEqualTo("failed");
        assertThat(event.reason()).isEqualTo("QUEUE_FULL");
        assertThat(event.json().path("attempts").asInt()).isEqualTo(3);
    }

    @Test
    void shouldSendAMessageInPlaceOfAMethodWhoseDeviceIsOffline() {
        // given
        TestDevice device = TestDevice.registered(hub, "fallback-1");
        // when
        sender.send("fallback-1", """
                {"commandId": "fallback-c", "deviceId": "fallback-1", "type": "direct-method",
                 "whenOffline": "cloud-to-device", "method": {"name": "reboot", "payload": {"delay": 3}}}""");
        // then
        Event event = told.about("fallback-c");
        assertThat(event.name()).isEqualTo("enqueued");
        assertThat(event.json().path("type").asText()).isEqualTo("direct-method");
        assertThat(event.json().path("attempts").asInt()).isEqualTo(2);
        device.connect();
        CloudToDeviceMessage message = only(device);
        assertThat(text(message)).isEqualTo("{\"delay\":3}");
        assertThat(message.properties())
                .isEqualTo(Map.of("downlink-method", "reboot", "downlink-command-id", "fallback-c"));
        assertThat(device.received).isEmpty();
    }

    private static String message(String deviceId, String commandId, String body) {
        return """
                {"commandId": "%s", "deviceId": "%s", "type": "cloud-to-device", "message": {%s}}""".formatted(commandId, deviceId, body);
    }

    private static CloudToDeviceMessage only(TestDevice device) {
        await().until(() -> !device.messages.isEmpty());
        assertThat(device.messages).hasSize(1);
        return device.messages.getFirst();
    }

    private static CloudToDeviceMessage waiting() {
        return new CloudToDeviceMessage(
                null,
                null,
                null,
                "/devices/full-1/messages/devicebound",
                null,
                null,
                null,
                AckLevel.NONE,
                Map.of(),
                ByteBuffer.allocate(0));
    }

    private static String text(CloudToDeviceMessage message) {
        return new String(message.bytes(), UTF_8);
    }
}
