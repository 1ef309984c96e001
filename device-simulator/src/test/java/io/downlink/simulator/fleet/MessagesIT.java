package io.downlink.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.core.credential.AzureSasCredential;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.azure.sdk.iot.service.auth.IotHubConnectionStringBuilder;
import com.microsoft.azure.sdk.iot.service.auth.IotHubServiceSasToken;
import com.microsoft.azure.sdk.iot.service.messaging.IotHubServiceClientProtocol;
import com.microsoft.azure.sdk.iot.service.messaging.Message;
import com.microsoft.azure.sdk.iot.service.messaging.MessagingClient;
import com.microsoft.azure.sdk.iot.service.messaging.MessagingClientOptions;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodsClient;
import io.downlink.emulator.EmulatorSettings;
import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.hub.AckLevel;
import io.downlink.emulator.hub.CloudToDeviceMessage;
import io.downlink.emulator.hub.DeviceConnection;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.FeedbackBatch;
import io.downlink.emulator.hub.FeedbackReceiver;
import io.downlink.emulator.hub.FeedbackStatus;
import io.downlink.emulator.hub.IfMatch;
import io.downlink.emulator.hub.MessageDelivery;
import io.downlink.emulator.hub.MessagingRules;
import io.downlink.emulator.hub.MethodRequest;
import io.downlink.emulator.hub.Transport;
import io.downlink.emulator.hub.TwinChange;
import io.downlink.hub.HubSettings;
import io.downlink.hub.HubTls;
import io.downlink.simulator.behaviour.Latency;
import io.downlink.simulator.behaviour.Temper.Rates;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.HttpsURLConnection;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages and desired properties, to the fleet on the unmodified device SDK. */
class MessagesIT {
    private static final String ADDRESS = "127.47.0.1";
    private static final Duration LOCK = Duration.ofSeconds(2);

    @TempDir
    private static Path data;

    private static HubEmulator hub;
    private static MessagingClient service;
    private static FeedbackReceiver feedback;

    @TempDir
    private Path records;

    @BeforeAll
    static void startHub() throws Exception {
        hub = HubEmulator.start(EmulatorSettings.at(ADDRESS, data)
                .with(MessagingRules.DEFAULT
                        .withFeedbackPause(Duration.ofMillis(50))
                        .withLock(LOCK)));
        HttpsURLConnection.setDefaultSSLSocketFactory(
                HubTls.context(hub.caFile()).getSocketFactory());
        service = new MessagingClient(
                hub.connectionString("service"),
                IotHubServiceClientProtocol.AMQPS,
                MessagingClientOptions.builder()
                        .sslContext(HubTls.context(hub.caFile()))
                        .build());
        service.open();
        feedback = hub.hub().feedback().open(() -> {});
    }

    @AfterAll
    static void stopHub() throws Exception {
        service.close();
        hub.close();
    }

    @Test
    void shouldRecordExactlyWhatWasSent() throws Exception {
        byte[] binary = new byte[256];
        for (int value = 0; value < binary.length; value++) {
            binary[value] = (byte) value;
        }
        String text = "Tür auf? \uD83D\uDD12\u0000\r\n\"\\";
        try (Fleet _ = connect("exact", Duration.ZERO)) {
            // when
            service.send("exact", message("m-1", binary, Map.of("k 1", "a value & 100% ü+=?")));
            service.send("exact", message("m-2", text.getBytes(StandardCharsets.UTF_8), Map.of()));
            service.send("exact", message("m-3", new byte[0], Map.of()));
            awaitEvents("exact", "message-completed", 3);
        }

        List<JsonObject> received = lines("exact", "message-received");
        assertThat(received)
                .extracting(line -> line.get("messageId").getAsString())
                .containsExactly("m-1", "m-2", "m-3");
        assertThat(Base64.getDecoder().decode(received.get(0).get("bodyBase64").getAsString()))
                .isEqualTo(binary);
        assertThat(received.get(0).get("properties")).hasToString("{\"k 1\":\"a value & 100% ü+=?\"}");
        assertThat(received.get(1).get("bodyText").getAsString()).isEqualTo(text);
        assertThat(received.get(2).get("bodyText").getAsString()).isEmpty();
    }

    @Test
    void shouldExecuteTheCommandOfAMessageThatWaitedForTheDevice() throws Exception {
        // given
        registry().register(List.of("offline"));
        service.send("offline", command("77aa", "reboot", "{\"delay\":3}"));
        // when
        try (Fleet _ = connect("offline", Duration.ZERO)) {
            awaitEvents("offline", "reported", 1);
        }
        // then
        assertThat(events("offline"))
                .contains(
                        "message-received", "received reboot", "executed reboot", "message-completed 200", "reported");
        assertThat(reported("offline").at("/reboot/at").isTextual()).isTrue();
    }

    @Test
    void shouldExecuteARepeatedCommandOnce() throws Exception {
        try (Fleet _ = connect("twice", Duration.ZERO)) {
            service.send("twice", command("77ab", "echo", "{}"));
            service.send("twice", command("77ab", "echo", "{}"));
            awaitEvents("twice", "message-completed", 2);
        }
        // and by another process
        service.send("twice", command("77ab", "echo", "{}"));
        try (Fleet _ = connect("twice", Duration.ZERO)) {
            awaitEvents("twice", "message-completed", 3);
        }

        assertThat(lines("twice", "executed")).hasSize(1);
        assertThat(lines("twice", "message-repeated")).hasSize(2);
        assertThat(waiting("twice")).isZero();
    }

    @Test
    void shouldTakeMessagesWithoutAnId() throws Exception {
        try (Fleet _ = connect("nameless", Duration.ZERO)) {
            for (int n = 0; n < 2; n++) {
                hub.hub().messages().send(new DeviceId("nameless"), nameless("hello"));
            }
            awaitEvents("nameless", "message-completed", 2);
            await().untilAsserted(() -> assertThat(waiting("nameless")).isZero());
        }

        assertThat(lines("nameless", "message-received")).hasSize(2);
    }

    @Test
    void shouldLetTheHubSayThatTheMessageSucceeded() throws Exception {
        Map<@Nullable String, FeedbackStatus> outcomes = new HashMap<>();
        try (Fleet _ = connect("told", Duration.ZERO)) {
            hub.hub().messages().send(new DeviceId("told"), asking("m-told"));

            await().untilAsserted(() -> {
                FeedbackBatch batch = feedback.take(); // one may be about another test's messages
                if (batch != null) {
                    batch.records().forEach(told -> outcomes.put(told.originalMessageId(), told.status()));
                }
                assertThat(outcomes).containsEntry("m-told", FeedbackStatus.SUCCESS);
            });
        }
    }

    @Test
    void shouldExecuteOnceWhenTheConnectionDropsMeanwhile() throws Exception {
        try (Fleet _ = connect("dropped", Duration.ofSeconds(1))) {
            // given
            service.send("dropped", command("77ac", "echo", "{}"));
            await().until(() -> events("dropped").contains("received echo"));
            // when
            hub.hub()
                    .connect(new DeviceId("dropped"), new NoConnection(), false)
                    .end();
            // then
            awaitEvents("dropped", "message-completed", 1);
            await().untilAsserted(() -> assertThat(waiting("dropped")).isZero());
            service.send("dropped", message("after", new byte[0], Map.of()));
            await().untilAsserted(() -> assertThat(lines("dropped", "message-received"))
                    .extracting(line -> line.get("messageId").getAsString())
                    .endsWith("after"));
        }

        assertThat(lines("dropped", "executed")).hasSize(1);
        assertThat(lines("dropped", "message-repeated")).hasSizeLessThan(5);
    }

    @Test
    void shouldAnswerWithATextThatTheDoorWasLocked() throws Exception {
        try (Fleet _ = connect("door", Duration.ZERO)) {
            var answer = new DirectMethodsClient(ADDRESS + ":8443", credential()).invoke("door", "LockDoor");

            assertThat(answer.getStatus()).isEqualTo(200);
            assertThat(answer.getPayloadAsJsonString()).isEqualTo("\"Door was locked.\"");
        }
    }

    @Test
    void shouldApplyAndReportDesiredProperties() throws Exception {
        // given
        registry().register(List.of("wished"));
        desire("wished", node().put("interval", 5).put("old", true));
        try (Fleet _ = connect("wished", Duration.ZERO)) {
            awaitReported("wished", node().put("interval", 5).put("old", true));
            // when told while it is there
            desire("wished", node().put("interval", 10).putNull("old"));
            awaitReported("wished", node().put("interval", 10));
            awaitEvents("wished", "reported", 2);
        }
        // when changed while it is away
        ObjectNode nested = node();
        nested.putObject("range").put("from", 1.5).put("to", 2);
        desire("wished", nested);
        try (Fleet _ = connect("wished", Duration.ZERO)) {
            awaitReported("wished", nested.put("interval", 10));
            awaitEvents("wished", "reported", 3);
        }
        // then
        assertThat(lines("wished", "desired-applied"))
                .extracting(line -> line.get("payload"))
                .containsExactly(
                        JsonParser.parseString("{\"interval\":5,\"old\":true}"),
                        JsonParser.parseString("{\"interval\":10,\"old\":null}"),
                        JsonParser.parseString("{\"range\":{\"from\":1.5,\"to\":2}}"));
        assertThat(lines("wished", "reported"))
                .extracting(line -> line.get("payload"))
                .isEqualTo(lines("wished", "desired-applied").stream()
                        .map(line -> line.get("payload"))
                        .toList());
    }

    @Test
    void shouldCatchUpWithDesiredPropertiesAfterTheConnectionWasLost() throws Exception {
        try (Fleet _ = connect("behind", Duration.ZERO)) {
            // given
            var absence = hub.hub().connect(new DeviceId("behind"), new NoConnection(), false);
            desire("behind", node().put("interval", 5));
            // when
            absence.end();
            // then
            awaitReported("behind", node().put("interval", 5));
        }
    }

    private Fleet connect(String deviceId, Duration latency) {
        return Fleet.connect(
                registry().register(List.of(deviceId)),
                new FleetSettings(
                        ADDRESS,
                        HubTls.context(hub.caFile()),
                        Settlement.COMPLETE,
                        records,
                        new Rates(0, 0),
                        new Latency(latency, Duration.ZERO),
                        1,
                        Clock.systemUTC()));
    }

    private static Registry registry() {
        return new Registry(HubSettings.fromConnectionString(
                "test", hub.connectionString("registryReadWrite"), 8443, hub.caFile(), 1));
    }

    private static AzureSasCredential credential() {
        return new AzureSasCredential(new IotHubServiceSasToken(
                        IotHubConnectionStringBuilder.createIotHubConnectionString(hub.connectionString("service")))
                .toString());
    }

    private static Message command(String commandId, String method, String payload) {
        return message(
                commandId,
                payload.getBytes(StandardCharsets.UTF_8),
                Map.of("downlink-method", method, "downlink-command-id", commandId));
    }

    private static Message message(String id, byte[] body, Map<String, String> properties) {
        Message message = new Message(body);
        message.setMessageId(id);
        message.setProperties(properties);
        return message;
    }

    private static CloudToDeviceMessage nameless(String text) {
        return message(null, AckLevel.NONE, text);
    }

    private static CloudToDeviceMessage asking(String id) {
        return message(id, AckLevel.FULL, "hello");
    }

    private static CloudToDeviceMessage message(@Nullable String id, AckLevel ack, String text) {
        return new CloudToDeviceMessage(
                id,
                null,
                null,
                "/devices/any/messages/devicebound",
                null,
                null,
                null,
                ack,
                Map.of(),
                ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void desire(String deviceId, ObjectNode properties) {
        hub.hub().twins().change(new DeviceId(deviceId), new TwinChange(null, properties, false), IfMatch.ANY);
    }

    private static ObjectNode node() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ObjectNode reported(String deviceId) {
        return hub.hub().twins().get(new DeviceId(deviceId)).reported().values();
    }

    private static void awaitReported(String deviceId, ObjectNode properties) {
        await().untilAsserted(() -> assertThat(reported(deviceId)).isEqualTo(properties));
    }

    private static int waiting(String deviceId) {
        return hub.hub().registry().get(new DeviceId(deviceId)).messages();
    }

    private void awaitEvents(String deviceId, String event, int times) {
        await().untilAsserted(() -> assertThat(lines(deviceId, event)).hasSizeGreaterThanOrEqualTo(times));
    }

    private List<String> events(String deviceId) {
        return Records.events(records, deviceId);
    }

    private List<JsonObject> lines(String deviceId, String event) {
        return Records.lines(records, deviceId).stream()
                .filter(line -> line.get("event").getAsString().equals(event))
                .toList();
    }

    /** A connection over which nothing goes. */
    private static final class NoConnection implements DeviceConnection {

        @Override
        public Transport transport() {
            return Transport.MQTT;
        }

        @Override
        public void deliver(MethodRequest request) {}

        @Override
        public void deliver(MessageDelivery delivery) {}

        @Override
        public void desiredChanged(ObjectNode patch, long version) {}

        @Override
        public void close() {}
    }
}
