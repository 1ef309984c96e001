package io.downlink.emulator.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.downlink.emulator.DevelopmentKeys;
import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.TestHub;
import io.downlink.emulator.Tokens;
import io.downlink.emulator.hub.AckLevel;
import io.downlink.emulator.hub.CloudToDeviceMessage;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.DeviceSpec;
import io.downlink.emulator.hub.IfMatch;
import io.downlink.emulator.hub.MethodAnswer;
import io.downlink.emulator.hub.MethodCall;
import io.vertx.proton.ProtonHelper;
import io.vertx.proton.ProtonQoS;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.amqp.messaging.Modified;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.message.Message;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Devices that do what the Java SDK does not. */
class AmqpDeviceIT {
    private static final String SAS = "servicebus.windows.net:sastoken";

    private static HubEmulator emulator;

    @BeforeAll
    static void start() {
        emulator = TestHub.start("127.62.0.7");
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @Test
    void shouldSendNoMoreMessagesThanTheCreditAllows() throws Exception {
        List<String> received = new CopyOnWriteArrayList<>();
        try (RawAmqp client = connected("credit")) {
            var link = client.begin().receiver("/devices/credit/messages/devicebound", 0, (delivery, message) -> {
                received.add(text(message));
                delivery.disposition(Accepted.getInstance(), true);
            });
            send("credit", "one");
            send("credit", "two");
            send("credit", "three");
            await().during(Duration.ofMillis(300)).until(received::isEmpty);

            client.credit(link.link(), 2);
            await().untilAsserted(() -> assertThat(received).containsExactly("one", "two"));
            await().during(Duration.ofMillis(300)).until(() -> received.size() == 2);
            assertThat(waiting("credit")).isEqualTo(1);

            client.credit(link.link(), 10);
            await().untilAsserted(() -> assertThat(received).containsExactly("one", "two", "three"));
        }
    }

    @Test
    void shouldNotConnectADeviceByALinkThatIsRefused() throws Exception {
        try (RawAmqp present = connected("refused-place");
                RawAmqp other = RawAmqp.connect(emulator)) {
            put(other, ofDevice("refused-place", key("refused-place"), 600));
            RawSession session = present.begin();
            var link = session.receiver("/devices/refused-place/methods/devicebound", 1, (_, _) -> {});
            await().until(() ->
                    emulator.hub().registry().get(new DeviceId("refused-place")).connected());

            assertThat(other.refusedSender("/devices/refused-place/messages/devicebound"))
                    .hasToString(other.refusedReceiver("/devices/refused-place/messages/events")
                            .toString())
                    .asString()
                    .contains("amqp:not-found");

            await().during(Duration.ofMillis(300)).until(present::isConnected);
            assertThat(link.detached()).as("not stolen").isNotDone();
        }
    }

    static List<DeliveryState> returns() {
        Modified failed = new Modified();
        failed.setDeliveryFailed(true);
        return List.of(Released.getInstance(), failed);
    }

    @ParameterizedTest
    @MethodSource("returns")
    void shouldBringAMessageAgainWithAHigherDeliveryCount(DeliveryState outcome) throws Exception {
        String device = "returns-" + outcome.getType();
        List<Long> counts = new CopyOnWriteArrayList<>();
        try (RawAmqp client = connected(device)) {
            client.begin().receiver("/devices/" + device + "/messages/devicebound", 10, (delivery, message) -> {
                counts.add(message.getDeliveryCount());
                delivery.disposition(counts.size() < 3 ? outcome : Accepted.getInstance(), true);
            });
            send(device, "again");

            await().untilAsserted(() -> assertThat(counts).containsExactly(0L, 1L, 2L));
            await().until(() -> waiting(device) == 0);
        }
    }

    @Test
    void shouldBringARejectedMessageNoMore() throws Exception {
        List<String> received = new CopyOnWriteArrayList<>();
        try (RawAmqp client = connected("rejects")) {
            client.begin().receiver("/devices/rejects/messages/devicebound", 10, (delivery, message) -> {
                received.add(text(message));
                delivery.disposition(new Rejected(), true);
            });
            send("rejects", "no");

            await().until(() -> received.size() == 1 && waiting("rejects") == 0);
        }
    }

    @Test
    void shouldBringAgainWhatWasNotSettledWhenItsLinkEnded() throws Exception {
        List<String> received = new CopyOnWriteArrayList<>();
        try (RawAmqp client = connected("unsettled")) {
            RawSession session = client.begin();
            session.sender("/devices/unsettled/messages/events"); // so that the device stays connected
            var first = session.receiver(
                    "/devices/unsettled/messages/devicebound", 10, (_, message) -> received.add(text(message)));
            send("unsettled", "left");
            await().until(() -> received.size() == 1);
            first.detach();

            session.receiver("/devices/unsettled/messages/devicebound", 10, (delivery, message) -> {
                received.add(text(message));
                delivery.disposition(Accepted.getInstance(), true);
            });

            await().untilAsserted(() -> assertThat(received).containsExactly("left", "left"));
        }
    }

    @Test
    void shouldCompleteByItselfWhatIsSentSettled() throws Exception {
        List<String> received = new CopyOnWriteArrayList<>();
        try (RawAmqp client = connected("settled")) {
            client.begin()
                    .receiver(
                            "/devices/settled/messages/devicebound",
                            10,
                            ProtonQoS.AT_MOST_ONCE,
                            (_, message) -> received.add(text(message)));
            send("settled", "once");

            await().until(() -> received.size() == 1 && waiting("settled") == 0);
        }
    }

    static Stream<Function<UUID, Object>> forms() {
        return Stream.of(
                id -> id,
                UUID::toString,
                id -> new Binary(ByteBuffer.allocate(16)
                        .putLong(id.getMostSignificantBits())
                        .putLong(id.getLeastSignificantBits())
                        .array()));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void shouldKnowTheRequestOfAnAnswerInEveryForm(Function<UUID, Object> form) throws Exception {
        String device = "forms-" + UUID.randomUUID();
        List<Message> requests = new CopyOnWriteArrayList<>();
        try (RawAmqp client = connected(device)) {
            RawSession session = client.begin();
            var answers = session.sender("/devices/" + device + "/methods/devicebound");
            session.receiver("/devices/" + device + "/methods/devicebound", 10, (delivery, message) -> {
                delivery.disposition(Accepted.getInstance(), true);
                requests.add(message);
            });
            var outcome = call(device);
            await().until(() -> requests.size() == 1);
            assertThat(requests.getFirst().getApplicationProperties().getValue())
                    .containsEntry("IoThub-methodname", "reboot");
            assertThat(text(requests.getFirst())).isEqualTo("{\"now\":true}");

            Message answer = message("[1]");
            answer.setCorrelationId(form.apply((UUID) requests.getFirst().getCorrelationId()));
            answer.setApplicationProperties(new ApplicationProperties(Map.of("IoThub-status", 207)));
            assertThat(answers.send(answer).getRemoteState()).isInstanceOf(Accepted.class);

            assertThat(outcome.toCompletableFuture().get(10, TimeUnit.SECONDS)).isEqualTo(new MethodAnswer(207, "[1]"));
        }
    }

    @Test
    void shouldDetachTheLinkOfAClientThatAsksAndGivesNoCredit() throws Exception {
        try (RawAmqp client = RawAmqp.connect(emulator)) {
            RawSession session = client.begin();
            var answers = session.receiver("$cbs", 0, (_, _) -> {});
            var requests = session.sender("$cbs");

            sendTooMany(client, requests, message("no token"));

            assertThat((Object) answers.detached().get(20, TimeUnit.SECONDS).getCondition())
                    .hasToString("amqp:resource-limit-exceeded");
        }
    }

    @Test
    void shouldDetachTheTwinOfAClientThatAsksAndDoesNotListen() throws Exception {
        try (RawAmqp client = connected("deaf")) {
            var requests = client.begin().sender("/devices/deaf/twin");

            sendTooMany(client, requests, request("GET", null, "get", ""));

            assertThat((Object) requests.detached().get(20, TimeUnit.SECONDS).getCondition())
                    .hasToString("amqp:resource-limit-exceeded");
        }
    }

    private static void sendTooMany(RawAmqp client, RawSession.Sender link, Message message) throws Exception {
        client.onLoop(() -> IntStream.rangeClosed(0, Outgoing.WAITING_MAX)
                .forEach(_ -> link.link().send(message)));
    }

    @Test
    void shouldCallADeviceWhenItHasGivenCredit() throws Exception {
        List<Message> requests = new CopyOnWriteArrayList<>();
        try (RawAmqp client = connected("called-later")) {
            var link = client.begin()
                    .receiver("/devices/called-later/methods/devicebound", 0, (_, message) -> requests.add(message));
            var _ = call("called-later");
            await().during(Duration.ofMillis(300)).until(requests::isEmpty);

            client.credit(link.link(), 1);

            await().until(() -> requests.size() == 1);
        }
    }

    @Test
    void shouldAnswerATwinsRequestsInTheTypeOfTheirIds() throws Exception {
        List<Message> answers = new CopyOnWriteArrayList<>();
        try (RawAmqp client = connected("twin")) {
            RawSession session = client.begin();
            var requests = session.sender("/devices/twin/twin");
            // The first request may come before the link for its answer.
            requests.send(request("PUT", "/notifications/twin/properties/desired", "put-1", " "));
            session.receiver("/devices/twin/twin", 100, (delivery, message) -> {
                delivery.disposition(Accepted.getInstance(), true);
                answers.add(message);
            });
            await().until(() -> answers.size() == 1);
            assertThat(answers.getFirst().getCorrelationId()).isEqualTo("put-1");
            assertThat(annotation(answers.getFirst(), "status")).isEqualTo(200);
            assertThat(annotation(answers.getFirst(), "resource")).isNull();

            UUID id = UUID.randomUUID();
            requests.send(request("PATCH", "/properties/reported", id, "{\"door\":\"open\"}"));
            await().until(() -> answers.size() == 2);
            assertThat(answers.get(1).getCorrelationId()).isEqualTo(id);
            assertThat(annotation(answers.get(1), "status")).isEqualTo(204);
            assertThat(annotation(answers.get(1), "version")).isEqualTo(2L);

            requests.send(request("GET", null, "get-1", ""));
            await().until(() -> answers.size() == 3);
            assertThat(text(answers.get(2)))
                    .isEqualTo("{\"desired\":{\"$version\":1},\"reported\":{\"door\":\"open\",\"$version\":2}}");

            requests.send(request("PATCH", "/properties/reported", "bad-1", "no JSON"));
            requests.send(request("POST", "/properties/reported", "bad-2", "{}"));
            await().until(() -> answers.size() == 5);
            assertThat(answers.subList(3, 5))
                    .allSatisfy(
                            answer -> assertThat(annotation(answer, "status")).isEqualTo(400));
            assertThat(text(answers.get(3))).contains("\"errorCode\":400");

            requests.send(request("DELETE", "/notifications/twin/properties/desired", "delete-1", " "));
            await().until(() -> answers.size() == 6);
            assertThat(annotation(answers.get(5), "status")).isEqualTo(200);
        }
    }

    @Test
    void shouldAcceptTelemetryAndRefuseWhatIsTooLarge() throws Exception {
        try (RawAmqp client = connected("telemetry")) {
            var events = client.begin().sender("/devices/telemetry/messages/events");

            assertThat(events.send(message("x".repeat(256 * 1024))).getRemoteState())
                    .isInstanceOf(Accepted.class);
            assertThat(condition(
                            events.send(message("x".repeat(256 * 1024 + 1))).getRemoteState()))
                    .isEqualTo("amqp:link:message-size-exceeded");
            assertThat(events.send(message("small")).getRemoteState()).isInstanceOf(Accepted.class);
        }
    }

    @Test
    void shouldRefuseALinkOfAnotherDeviceAndKeepTheConnection() throws Exception {
        TestHub.register(emulator, "other");
        try (RawAmqp client = connected("one")) {
            assertThat((Object) client.refusedSender("/devices/other/messages/events")
                            .getCondition())
                    .hasToString("amqp:unauthorized-access");
            assertThat((Object) client.refusedReceiver("/devices/other/messages/devicebound")
                            .getCondition())
                    .hasToString("amqp:unauthorized-access");
            assertThat(client.send("/devices/one/messages/events", message("mine"))
                            .getRemoteState())
                    .isInstanceOf(Accepted.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "messages/devicebound", // to send to
                "elsewhere",
                "messages/events/more"
            })
    void shouldRefuseAPlaceThatADeviceDoesNotHave(String place) throws Exception {
        String device = place.replace('/', '-');
        try (RawAmqp client = connected(device)) {
            assertThat((Object) client.refusedSender("/devices/" + device + "/" + place)
                            .getCondition())
                    .hasToString("amqp:not-found");
        }
    }

    @ParameterizedTest
    @CsvSource({"device, '', 200", "device, /devices, 200", "device, /devices/device-1, 200", "registryRead, '', 401"})
    void shouldTakeATokenOfAPolicyThatMayConnectDevices(String policy, String path, int status) throws Exception {
        try (RawAmqp client = RawAmqp.connect(emulator)) {
            assertThat(put(client, ofPolicy(policy, path))).isEqualTo(status);
            if (status == 200) { // a device that every emulator has
                assertThat(client.send("/devices/device-1/messages/events", message("hello"))
                                .getRemoteState())
                        .isInstanceOf(Accepted.class);
            }
        }
    }

    @Test
    void shouldTellAnUnknownDeviceFromAWrongKey() throws Exception {
        TestHub.register(emulator, "known");
        try (RawAmqp client = RawAmqp.connect(emulator)) {
            assertThat(put(client, ofDevice("nobody", DevelopmentKeys.DEVICE, 600)))
                    .isEqualTo(404);
            assertThat(put(client, ofDevice("known", DevelopmentKeys.DEVICE, 600)))
                    .isEqualTo(401);
            assertThat(put(client, ofDevice("known", key("known"), -600))).isEqualTo(401);
        }
    }

    @Test
    void shouldTakeADevicesTokenAsAPassword() throws Exception {
        TestHub.register(emulator, "plain");
        try (RawAmqp client = RawAmqp.plain(emulator, "plain@sas.hub", ofDevice("plain", key("plain"), 600))) {
            assertThat(client.send("/devices/plain/messages/events", message("hello"))
                            .getRemoteState())
                    .isInstanceOf(Accepted.class);
        }
    }

    @Test
    void shouldEndADevicesSessionAndLeaveTheOthersAlone() throws Exception {
        TestHub.register(emulator, "second");
        try (RawAmqp client = connected("first")) {
            assertThat(put(client, ofDevice("second", key("second"), 600))).isEqualTo(200);
            RawSession first = client.begin();
            RawSession second = client.begin();
            first.sender("/devices/first/messages/events");
            var events = second.sender("/devices/second/messages/events");

            disable("first");

            assertEnded(first, "amqp:unauthorized-access");
            assertThat(events.send(message("still here")).getRemoteState()).isInstanceOf(Accepted.class);
            assertThat(client.isConnected()).isTrue();
        }
    }

    @Test
    void shouldDetachTheLinksOfADeviceWhoseSessionOthersUse() throws Exception {
        TestHub.register(emulator, "shares-2");
        try (RawAmqp client = connected("shares-1")) {
            assertThat(put(client, ofDevice("shares-2", key("shares-2"), 600))).isEqualTo(200);
            RawSession session = client.begin();
            var ends = session.sender("/devices/shares-1/messages/events");
            var stays = session.sender("/devices/shares-2/messages/events");

            emulator.hub().registry().delete(new DeviceId("shares-1"), IfMatch.ANY);

            assertThat((Object) ends.detached().get(10, TimeUnit.SECONDS).getCondition())
                    .hasToString("amqp:not-found");
            assertThat(stays.send(message("still here")).getRemoteState()).isInstanceOf(Accepted.class);
        }
    }

    @Test
    void shouldEndTheFirstConnectionOfADeviceWhenASecondComes() throws Exception {
        try (RawAmqp first = connected("comes-twice")) {
            RawSession session = first.begin();
            session.sender("/devices/comes-twice/messages/events");
            try (RawAmqp second = RawAmqp.connect(emulator)) {
                assertThat(put(second, ofDevice("comes-twice", key("comes-twice"), 600)))
                        .isEqualTo(200);
                second.begin().sender("/devices/comes-twice/messages/events");

                assertEnded(session, "amqp:link:stolen");
                assertThat(emulator.hub()
                                .registry()
                                .get(new DeviceId("comes-twice"))
                                .connected())
                        .isTrue();
            }
        }
    }

    @Test
    void shouldLetASecondLinkTakeThePlaceOfTheFirst() throws Exception {
        try (RawAmqp client = connected("two-links")) {
            RawSession session = client.begin();
            var first = session.sender("/devices/two-links/messages/events");
            var second = session.sender("/devices/two-links/messages/events");

            assertThat((Object) first.detached().get(10, TimeUnit.SECONDS).getCondition())
                    .hasToString("amqp:link:stolen");
            assertThat(second.send(message("here")).getRemoteState()).isInstanceOf(Accepted.class);
        }
    }

    @Test
    void shouldEndTheLinksOfADeviceAloneWhoseTokenExpires() throws Exception {
        TestHub.register(emulator, "expires");
        try (RawAmqp client = connected("stays")) {
            assertThat(put(client, ofDevice("expires", key("expires"), 2))).isEqualTo(200);
            RawSession expires = client.begin();
            RawSession stays = client.begin();
            expires.sender("/devices/expires/messages/events");
            var events = stays.sender("/devices/stays/messages/events");

            assertThat((Object) expires.ended().get(30, TimeUnit.SECONDS).getCondition())
                    .hasToString("amqp:link:detach-forced");
            assertThat(events.send(message("still here")).getRemoteState()).isInstanceOf(Accepted.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "InvokeThrottling, com.microsoft:device-container-throttled",
        "InvokeMaxMessageQuota, amqp:resource-limit-exceeded",
        "InvokeAuthError, amqp:unauthorized-access"
    })
    void shouldRefuseTelemetryForAWhileWhenItIsAskedTo(String operation, String condition) throws Exception {
        String device = "asks-" + operation;
        try (RawAmqp client = connected(device)) {
            var events = client.begin().sender("/devices/" + device + "/messages/events");
            Message fault = message("a fault, please");
            fault.setApplicationProperties(new ApplicationProperties(Map.of(
                    "AzIoTHub_FaultOperationType",
                    operation,
                    "AzIoTHub_FaultOperationDelayInSecs",
                    "0",
                    "AzIoTHub_FaultOperationDurationInSecs",
                    "2")));
            assertThat(events.send(fault).getRemoteState()).isInstanceOf(Accepted.class);

            await().until(() ->
                    condition.equals(condition(events.send(message("x")).getRemoteState())));
            await().until(() -> events.send(message("x")).getRemoteState() instanceof Accepted);
        }
    }

    private static void assertEnded(RawSession session, String condition) throws Exception {
        ErrorCondition reason = session.ended().get(10, TimeUnit.SECONDS);
        assertThat((Object) reason.getCondition()).hasToString(condition);
    }

    /** A connection on which a new device has shown its token. */
    private static RawAmqp connected(String device) throws Exception {
        TestHub.register(emulator, device);
        RawAmqp client = RawAmqp.connect(emulator);
        assertThat(put(client, ofDevice(device, key(device), 600))).isEqualTo(200);
        return client;
    }

    private static @Nullable Object put(RawAmqp client, String token) throws Exception {
        return client.putToken(UUID.randomUUID().toString(), SAS, token)
                .getApplicationProperties()
                .getValue()
                .get("status-code");
    }

    private static String ofDevice(String device, String key, int seconds) {
        return Tokens.ofDevice(emulator.hostName(), device, key, Instant.now().plusSeconds(seconds));
    }

    private static String ofPolicy(String policy, String path) {
        String key = DevelopmentKeys.policies().stream()
                .filter(candidate -> candidate.name().equals(policy))
                .findFirst()
                .orElseThrow()
                .keys()
                .primary();
        return Tokens.ofPolicy(
                emulator.hostName() + path, policy, key, Instant.now().plusSeconds(600));
    }

    private static String key(String device) {
        return emulator.hub()
                .registry()
                .get(new DeviceId(device))
                .identity()
                .keys()
                .primary();
    }

    private static void disable(String device) {
        emulator.hub().registry().update(new DeviceSpec(new DeviceId(device), null, false, null), IfMatch.ANY);
    }

    private static int waiting(String device) {
        return emulator.hub().registry().get(new DeviceId(device)).messages();
    }

    private static CompletionStage<MethodAnswer> call(String device) {
        return emulator.hub()
                .methods()
                .invoke(
                        new DeviceId(device),
                        new MethodCall("reboot", "{\"now\":true}", Duration.ofSeconds(20), Duration.ofSeconds(20)));
    }

    private static void send(String device, String text) {
        emulator.hub()
                .messages()
                .send(
                        new DeviceId(device),
                        new CloudToDeviceMessage(
                                null,
                                null,
                                null,
                                "/devices/" + device + "/messages/devicebound",
                                null,
                                null,
                                null,
                                AckLevel.NONE,
                                Map.of(),
                                ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
    }

    private static Message request(String operation, @Nullable String resource, Object id, String body) {
        Message message = message(body);
        message.setCorrelationId(id);
        Map<Symbol, Object> annotations = new HashMap<>();
        annotations.put(Symbol.valueOf("operation"), operation);
        if (resource != null) {
            annotations.put(Symbol.valueOf("resource"), resource);
        }
        message.setMessageAnnotations(new MessageAnnotations(annotations));
        return message;
    }

    private static Message message(String text) {
        Message message = ProtonHelper.message();
        message.setBody(new Data(new Binary(text.getBytes(StandardCharsets.UTF_8))));
        return message;
    }

    private static @Nullable Object annotation(Message message, String name) {
        return message.getMessageAnnotations().getValue().get(Symbol.valueOf(name));
    }

    private static String text(Message message) {
        return StandardCharsets.UTF_8
                .decode(((Data) message.getBody()).getValue().asByteBuffer())
                .toString();
    }

    private static @Nullable String condition(DeliveryState state) {
        return state instanceof Rejected rejected
                ? rejected.getError().getCondition().toString()
                : null;
    }
}
