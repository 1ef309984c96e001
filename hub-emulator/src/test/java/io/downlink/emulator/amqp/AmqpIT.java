package io.downlink.emulator.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.downlink.emulator.DevelopmentKeys;
import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.TestHub;
import io.downlink.emulator.Tokens;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.MessagingRules;
import io.vertx.proton.ProtonClientOptions;
import io.vertx.proton.ProtonHelper;
import io.vertx.proton.ProtonReceiver;
import io.vertx.proton.impl.ProtonDeliveryImpl;
import java.io.DataInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import javax.security.sasl.AuthenticationException;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.Modified;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.message.Message;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What other clients than the Java SDK send, and what they check. */
class AmqpIT {
    private static final String SAS = "servicebus.windows.net:sastoken";
    private static final String FEEDBACK = "/messages/servicebound/feedback";

    private static HubEmulator emulator;

    @BeforeAll
    static void start() {
        emulator = TestHub.start("127.45.0.3", MessagingRules.DEFAULT.withFeedbackPause(Duration.ofMillis(100)));
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    static Stream<Object> messageIds() {
        return Stream.of("text", UUID.randomUUID(), UnsignedLong.valueOf(7), new Binary(new byte[] {1, 2}));
    }

    @ParameterizedTest
    @MethodSource("messageIds")
    void shouldAnswerATokenWithItsIdInItsOwnType(Object id) throws Exception {
        try (RawAmqp client = RawAmqp.connect(emulator)) {
            Message answer = client.putToken(id, SAS, token());

            assertThat(answer.getCorrelationId()).isEqualTo(id);
            assertThat(answer.getApplicationProperties().getValue())
                    .containsEntry("status-code", 200)
                    .containsKey("status-description");
        }
    }

    @Test
    void shouldAnswerATokenWithoutAnId() throws Exception {
        try (RawAmqp client = RawAmqp.connect(emulator)) {
            assertThat(status(client.putToken(null, SAS.toUpperCase(Locale.ROOT), token())))
                    .isEqualTo(200);
        }
    }

    @Test
    void shouldRefuseAWrongAnExpiredAndAnUnknownToken() throws Exception {
        try (RawAmqp client = RawAmqp.connect(emulator)) {
            assertThat(status(client.putToken("1", SAS, token("service", DevelopmentKeys.DEVICE, 600))))
                    .isEqualTo(401);
            assertThat(status(client.putToken("2", SAS, token("service", DevelopmentKeys.SERVICE, -1))))
                    .isEqualTo(401);
            assertThat(status(client.putToken("3", "Bearer", "Bearer x.y.z"))).isEqualTo(401);
        }
    }

    @Test
    void shouldCloseTheConnectionOfAClientThatSendsWithoutAToken() throws Exception {
        try (RawAmqp client = RawAmqp.connect(emulator)) {
            client.attachSender("/messages/devicebound");

            assertThat((Object) client.closedByHub().getCondition()).hasToString("amqp:unauthorized-access");
            await().until(client::isDisconnected); // although this client does not answer
        }
    }

    @Test
    void shouldCloseTheConnectionWhenItsTokenExpires() throws Exception {
        try (RawAmqp client = RawAmqp.connect(emulator)) {
            client.putToken("1", SAS, token("service", DevelopmentKeys.SERVICE, 2));

            assertThat((Object) client.closedByHub().getCondition()).hasToString("amqp:unauthorized-access");
        }
    }

    @Test
    void shouldKeepTheConnectionWhenAnotherTokenComesInTime() throws Exception {
        try (RawAmqp client = RawAmqp.connect(emulator)) {
            client.putToken("1", SAS, token("service", DevelopmentKeys.SERVICE, 2));
            client.putToken("2", SAS, token());

            await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(5)).until(client::isConnected);
        }
    }

    @Test
    void shouldTakeATokenAsAPassword() throws Exception {
        TestHub.register(emulator, "plain");
        try (RawAmqp client = RawAmqp.plain(emulator, "service@sas.root.hub", token())) {
            assertThat(client.send("/messages/devicebound", message("plain")).getRemoteState())
                    .isInstanceOf(Accepted.class);
        }
        assertThatThrownBy(() -> RawAmqp.plain(emulator, "service@sas.root.hub", "secret"))
                .hasCauseInstanceOf(AuthenticationException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/messages/deviceBound", "amqps://127.45.0.3/messages/devicebound", "/messages/device%42ound"})
    void shouldKnowAnAddressInAllItsForms(String address) throws Exception {
        String device = "address-" + address.length();
        TestHub.register(emulator, device);
        try (RawAmqp client = authorized()) {
            assertThat(client.send(address, message(device)).getRemoteState()).isInstanceOf(Accepted.class);
        }
    }

    @Test
    void shouldRefuseALinkThatTheHubDoesNotHave() throws Exception {
        try (RawAmqp client = authorized()) {
            assertThat((Object) client.refusedSender("/messages/elsewhere").getCondition())
                    .hasToString("amqp:not-found");
            assertThat(client.isConnected()).isTrue();
        }
    }

    @Test
    void shouldRefuseAMessageThatIsForNobody() throws Exception {
        try (RawAmqp client = authorized()) {
            Message toNobody = message("x");
            toNobody.setAddress("/nowhere");

            assertThat(condition(client.send("/messages/devicebound", toNobody).getRemoteState()))
                    .isEqualTo("com.microsoft:argument-error");
            Message toModule = message("x");
            toModule.setAddress("/devices/x/modules/m/messages/devicebound");
            assertThat(condition(client.send("/messages/devicebound", toModule).getRemoteState()))
                    .isEqualTo("amqp:not-found");
        }
    }

    @Test
    void shouldTellAClientOfAllItsSilenceInTime() throws Exception {
        // The client gives up when the hub says nothing for a second.
        ProtonClientOptions impatient = new ProtonClientOptions();
        impatient.setHeartbeat(500);
        try (RawAmqp client = RawAmqp.connect(emulator, impatient)) {
            await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(5)).until(client::isConnected);
        }
    }

    @Test
    void shouldAcceptABareHeaderAndSayHowMuchSilenceItAllows() throws Exception {
        try (SSLSocket socket = (SSLSocket)
                TestHub.trust(emulator).getSocketFactory().createSocket(emulator.hostName(), emulator.amqpsPort())) {
            socket.setSoTimeout(10_000);
            byte[] header = {'A', 'M', 'Q', 'P', 0, 1, 0, 0};
            socket.getOutputStream().write(header);
            // An open performative whose container id is empty.
            socket.getOutputStream()
                    .write(new byte[] {0, 0, 0, 16, 2, 0, 0, 0, 0, 0x53, 0x10, (byte) 0xC0, 3, 1, (byte) 0xA1, 0});
            socket.getOutputStream().flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());

            assertThat(in.readNBytes(8)).isEqualTo(header);
            byte[] open = in.readNBytes(in.readInt() - 4);
            assertThat(open[6]).as("open").isEqualTo((byte) 0x10);
            byte[] twoMinutes = {0x70, 0, 1, (byte) 0xD4, (byte) 0xC0};
            assertThat(new String(open, StandardCharsets.ISO_8859_1))
                    .contains(new String(twoMinutes, StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void shouldSendFeedbackAsTheServiceWritesIt() throws Exception {
        List<Message> received = new CopyOnWriteArrayList<>();
        List<byte[]> tags = new CopyOnWriteArrayList<>();
        purged("form", 1);
        try (RawAmqp client = authorized()) {
            ProtonReceiver receiver = client.receiver("/messages/serviceBound/feedback", (delivery, message) -> {
                tags.add(delivery.getTag());
                received.add(message);
                delivery.disposition(Accepted.getInstance(), true);
            });
            client.credit(receiver, 10);

            await().until(() -> received.size() == 1);
            Message batch = received.getFirst();
            assertThat(tags.getFirst()).hasSize(16);
            assertThat(batch.getContentType()).isEqualTo("application/vnd.microsoft.iothub.feedback.json");
            assertThat(batch.getMessageAnnotations().getValue()).containsKey(Symbol.valueOf("iothub-enqueuedtime"));
            assertThat(batch.getUserId()).isEqualTo("127.45.0.3".getBytes(StandardCharsets.UTF_8));
            assertThat(batch.getBody()).isInstanceOf(Data.class);
            assertThat(text(batch))
                    .startsWith("[{\"originalMessageId\":\"id-0\"")
                    .contains("\"statusCode\":\"Purged\"")
                    .contains("\"deviceId\":\"form\"")
                    .containsPattern("\"enqueuedTimeUtc\":\"20[^\"]+Z\"");
        }
    }

    @Test
    void shouldSendNoMoreFeedbackThanTheCreditAllows() throws Exception {
        List<String> received = new CopyOnWriteArrayList<>();
        try (RawAmqp client = authorized()) {
            ProtonReceiver receiver = client.receiver(FEEDBACK, (delivery, message) -> {
                received.add(text(message));
                delivery.disposition(Accepted.getInstance(), true);
            });
            purged("credit-1", 50);
            purged("credit-2", 50); // 100 records: two batches at least
            client.credit(receiver, 1);
            await().until(() -> received.size() == 1);
            await().during(Duration.ofMillis(500)).until(() -> received.size() == 1);

            client.credit(receiver, 10);

            await().until(() -> String.join("", received).split("statusCode", -1).length == 101);
        }
    }

    static List<DeliveryState> returns() {
        return List.of(Released.getInstance(), new Modified(), new Rejected());
    }

    @ParameterizedTest
    @MethodSource("returns")
    void shouldSendAgainWhatIsNotAcceptedAndSettleItAsAccepted(DeliveryState outcome) throws Exception {
        List<String> received = new CopyOnWriteArrayList<>();
        List<DeliveryState> settled = new CopyOnWriteArrayList<>();
        purged("again-" + outcome.getType(), 1);
        try (RawAmqp client = authorized()) {
            ProtonReceiver receiver = client.receiver(FEEDBACK, (delivery, message) -> {
                received.add(text(message));
                // As the C# SDK does it: unsettled, then it looks for what the hub settles with.
                boolean first = received.size() == 1;
                ((ProtonDeliveryImpl) delivery).handler(updated -> {
                    if (updated.remotelySettled()) {
                        settled.add(updated.getRemoteState());
                        updated.settle();
                    }
                });
                delivery.disposition(first ? outcome : Accepted.getInstance(), false);
            });
            client.credit(receiver, 10);

            await().until(() -> settled.size() == 2);
            assertThat(received).hasSize(2);
            assertThat(received.get(1)).isEqualTo(received.get(0));
            assertThat(settled).allSatisfy(state -> assertThat(state).isInstanceOf(Accepted.class));
        }
    }

    @Test
    void shouldSendToTheNextWhatAClientLeavesUnsettled() throws Exception {
        List<String> received = new CopyOnWriteArrayList<>();
        purged("left", 1);
        try (RawAmqp first = authorized()) {
            first.credit(first.receiver(FEEDBACK, (_, message) -> received.add(text(message))), 10);
            await().until(() -> received.size() == 1);
        }
        try (RawAmqp second = authorized()) {
            ProtonReceiver receiver = second.receiver(FEEDBACK, (delivery, message) -> {
                received.add(text(message));
                delivery.disposition(Accepted.getInstance(), true);
            });
            second.credit(receiver, 10);
            await().until(() -> received.size() == 2);
            assertThat(received.get(1)).isEqualTo(received.get(0));
        }
    }

    @Test
    void shouldSendNoFrameThatIsLargerThanTheClientTakes() throws Exception {
        List<String> received = new CopyOnWriteArrayList<>();
        ProtonClientOptions small = new ProtonClientOptions();
        small.setMaxFrameSize(4096);
        try (RawAmqp client = RawAmqp.connect(emulator, small)) {
            client.putToken("1", SAS, token());
            ProtonReceiver receiver = client.receiver(FEEDBACK, (delivery, message) -> {
                received.add(text(message));
                delivery.disposition(Accepted.getInstance(), true);
            });
            purged("frames", 50);
            client.credit(receiver, 10);

            await().until(() -> received.stream().mapToInt(String::length).sum() > 4096 * 2);
        }
    }

    private static RawAmqp authorized() throws Exception {
        RawAmqp client = RawAmqp.connect(emulator);
        assertThat(status(client.putToken("token", SAS, token()))).isEqualTo(200);
        return client;
    }

    /** Makes feedback: messages are sent and purged. */
    private static void purged(String device, int messages) throws Exception {
        TestHub.register(emulator, device);
        try (RawAmqp client = authorized()) {
            for (int i = 0; i < messages; i++) {
                Message message = message(device);
                message.setMessageId("id-" + i);
                message.setApplicationProperties(new ApplicationProperties(Map.of("iothub-ack", "full")));
                client.send("/messages/devicebound", message);
            }
        }
        assertThat(emulator.hub().messages().purge(new DeviceId(device))).isEqualTo(messages);
    }

    private static Message message(String device) {
        Message message = ProtonHelper.message();
        message.setAddress("/devices/" + device + "/messages/devicebound");
        message.setBody(new Data(new Binary("hello".getBytes(StandardCharsets.UTF_8))));
        return message;
    }

    private static String token() {
        return token("service", DevelopmentKeys.SERVICE, 600);
    }

    private static String token(String policy, String key, int seconds) {
        return Tokens.ofPolicy(emulator.hostName(), policy, key, Instant.now().plusSeconds(seconds));
    }

    private static @Nullable Object status(Message answer) {
        return answer.getApplicationProperties().getValue().get("status-code");
    }

    private static String condition(DeliveryState state) {
        return ((Rejected) state).getError().getCondition().toString();
    }

    private static String text(Message message) {
        return StandardCharsets.UTF_8
                .decode(((Data) message.getBody()).getValue().asByteBuffer())
                .toString();
    }
}
