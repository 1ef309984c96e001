package io.downlink.emulator.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.TestHub;
import io.downlink.emulator.Tokens;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.DeviceSpec;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.hub.IfMatch;
import io.downlink.emulator.hub.MethodAnswer;
import io.downlink.emulator.hub.MethodCall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MQTT packet by packet: what the SDK never does, and what it depends on. */
class MqttIT {
    private static HubEmulator emulator;

    @BeforeAll
    static void start() {
        emulator = TestHub.start("127.40.0.4");
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n\r\n",
                "\u0000\u0000\u0000\u0000\u0000",
                "\u0010\u00ff\u00ff\u00ff\u00ff\u00ff"
            })
    void shouldCloseOnGarbageAndGoOn(String garbage) throws Exception {
        try (RawMqtt client = new RawMqtt(emulator)) {
            client.bytes(garbage.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(client.closedByHub()).isTrue();
        }
        shouldAccept("after-garbage-" + garbage.length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"%s/%s/?api-version=2021-04-12&DeviceClientType=x%%2Fy", "%s/%s/api-version=2016-11-14", "%s/%s"
            })
    void shouldReadEveryFormOfUserName(String form) throws Exception {
        String id = "user-" + form.length();
        String key = register(id);
        try (RawMqtt client = new RawMqtt(emulator)) {
            assertThat(client.connect(id, form.formatted(emulator.hostName(), id), token(id, key), true))
                    .isZero();
        }
    }

    @Test
    void shouldRefuseAWrongPassword() throws Exception {
        register("locked");
        try (RawMqtt client = new RawMqtt(emulator)) {
            assertThat(client.connect("locked", user("locked"), "secret", true)).isEqualTo(5);
            assertThat(client.closedByHub()).isTrue();
        }
    }

    @Test
    void shouldRefuseAnotherClientId() throws Exception {
        String key = register("Anna");
        try (RawMqtt client = new RawMqtt(emulator)) {
            assertThat(client.connect("anna", user("Anna"), token("Anna", key), true))
                    .isEqualTo(5);
        }
    }

    @Test
    void shouldRefuseADisabledDevice() throws Exception {
        String key = register("disabled");
        emulator.hub().registry().update(new DeviceSpec(new DeviceId("disabled"), null, false, null), IfMatch.ANY);
        try (RawMqtt client = new RawMqtt(emulator)) {
            assertThat(client.connect("disabled", user("disabled"), token("disabled", key), true))
                    .isEqualTo(5);
        }
    }

    @Test
    void shouldRefuseAnotherVersionOfMqtt() throws Exception {
        try (RawMqtt client = new RawMqtt(emulator)) {
            client.connectOnly(3, 60, "x", user("x"), "x", true);
            assertThat(client.receive()[2]).isEqualTo((byte) 1);
        }
    }

    @Test
    void shouldEndTheFirstConnectionWhenASecondComes() throws Exception {
        String key = register("twice");
        try (RawMqtt first = connected("twice", key, false);
                RawMqtt second = connected("twice", key, false)) {
            assertThat(first.closedByHub()).isTrue();
            assertThat(second.subscribe("$iothub/methods/POST/#", 0)).isZero();
        }
    }

    @Test
    void shouldKeepTheSubscriptionOfASessionThatIsNotClean() throws Exception {
        String key = register("keeps");
        try (RawMqtt client = connected("keeps", key, false)) {
            assertThat(client.subscribe("$iothub/methods/POST/#", 2))
                    .as("no more than 1 is granted")
                    .isOne();
        }
        try (RawMqtt client = connected("keeps", key, false)) {
            CompletionStage<MethodAnswer> answer = call("keeps", "{\"delay\": 3}");

            String request = client.receivePublication();
            assertThat(request).startsWith("$iothub/methods/POST/reboot/?$rid=").endsWith(" {\"delay\": 3}");
            String requestId = request.substring(request.indexOf("$rid="), request.indexOf(' '));
            client.publish(0, "$iothub/methods/res/998/?" + requestId, "");

            assertThat(answer).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(new MethodAnswer(998, "null"));
        }
    }

    @Test
    void shouldForgetTheSubscriptionOfACleanSession() throws Exception {
        String key = register("forgets");
        try (RawMqtt client = connected("forgets", key, false)) {
            client.subscribe("$iothub/methods/POST/#", 0);
        }
        try (RawMqtt _ = connected("forgets", key, true)) {
            assertThat(call("forgets", "null"))
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .withCauseInstanceOf(HubException.class)
                    .withMessageContaining("online");
        }
    }

    @Test
    void shouldAcknowledgeATwinRequestBeforeItsResponse() throws Exception {
        String key = register("twin");
        try (RawMqtt client = connected("twin", key, true)) {
            client.subscribe("$iothub/twin/res/#", 1);
            for (int version = 2; version < 7; version++) {
                client.publish(1, "$iothub/twin/PATCH/properties/reported/?$rid=a-1", "{\"a\":1}");
                assertThat(client.receive()[0]).as("PUBACK").isEqualTo((byte) 0x40);
                assertThat(client.receivePublication())
                        .isEqualTo("$iothub/twin/res/204/?$rid=a-1&$version=" + version + " ");
            }

            client.publish(0, "$iothub/twin/GET/?$rid=b-2", " ");
            assertThat(client.receivePublication())
                    .isEqualTo("$iothub/twin/res/200/?$rid=b-2 "
                            + "{\"desired\":{\"$version\":1},\"reported\":{\"a\":1,\"$version\":6}}");

            client.publish(0, "$iothub/twin/PATCH/properties/reported/?$rid=c-3&$version=1", "{\"a\":2}");
            assertThat(client.receivePublication()).startsWith("$iothub/twin/res/412/?$rid=c-3 {\"errorCode\":412001");
            client.publish(0, "$iothub/twin/PATCH/properties/reported/?$rid=d-4", "nonsense");
            assertThat(client.receivePublication()).startsWith("$iothub/twin/res/400/?$rid=d-4 {\"errorCode\":400006");
        }
    }

    @Test
    void shouldAcceptTelemetry() throws Exception {
        String key = register("talks");
        try (RawMqtt client = connected("talks", key, true)) {
            client.publish(1, "devices/talks/messages/events/%24.mid=1&a=b", "hot");
            assertThat(client.receive()[0]).isEqualTo((byte) 0x40);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "devices/other/messages/events/",
                "$iothub/methods/res/ok/?$rid=1",
                "$iothub/methods/res/200/?$rid=xyz",
                "$iothub/methods/res/200",
                "some/topic"
            })
    void shouldCloseOnATopicThatIsNotTheDevices(String topic) throws Exception {
        String id = "strays-" + Integer.toHexString(topic.hashCode());
        String key = register(id);
        try (RawMqtt client = connected(id, key, true)) {
            client.publish(0, topic, "{}");
            assertThat(client.closedByHub()).isTrue();
        }
    }

    @Test
    void shouldCloseOnQualityOfService2() throws Exception {
        String key = register("qos2");
        try (RawMqtt client = connected("qos2", key, true)) {
            client.publish(2, "devices/qos2/messages/events/", "x");
            assertThat(client.closedByHub()).isTrue();
        }
    }

    @Test
    void shouldRefuseASubscriptionThatIsNotTheDevices() throws Exception {
        String key = register("curious");
        try (RawMqtt client = connected("curious", key, true)) {
            assertThat(client.subscribe("devices/other/messages/devicebound/#", 1))
                    .isEqualTo(0x80);
            assertThat(client.subscribe("#", 1)).isEqualTo(0x80);
            assertThat(client.subscribe("devices/curious/messages/devicebound/#", 1))
                    .isOne();
        }
    }

    @Test
    void shouldCloseWhenTheClientIsSilentForLongerThanItPromised() throws Exception {
        String key = register("sleepy");
        try (RawMqtt client = new RawMqtt(emulator)) {
            client.connectOnly(4, 1, "sleepy", user("sleepy"), token("sleepy", key), true);
            assertThat(client.receive()[2]).isZero();
            assertThat(client.closedByHub()).isTrue();
        }
    }

    @Test
    void shouldCloseWhenTheTokenExpires() throws Exception {
        String key = register("expires");
        String token = Tokens.ofDevice(
                emulator.hostName(), "expires", key, Instant.now().plusSeconds(3));
        try (RawMqtt client = new RawMqtt(emulator)) {
            assertThat(client.connect("expires", user("expires"), token, true)).isZero();
            assertThat(client.closedByHub()).isTrue();
        }
        await().untilAsserted(() -> assertThat(
                        emulator.hub().registry().get(new DeviceId("expires")).connected())
                .isFalse());
    }

    @Test
    void shouldDropAnAnswerThatIsNotJson() throws Exception {
        String key = register("babbles");
        try (RawMqtt client = connected("babbles", key, true)) {
            client.subscribe("$iothub/methods/POST/#", 0);
            CompletionStage<MethodAnswer> answer = call("babbles", "null");
            String request = client.receivePublication();
            String topic =
                    "$iothub/methods/res/200/?" + request.substring(request.indexOf("$rid="), request.indexOf(' '));
            client.publish(0, topic, "{]");
            client.publish(0, topic, "\"good\"");

            assertThat(answer).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(new MethodAnswer(200, "\"good\""));
        }
    }

    private static void shouldAccept(String id) throws IOException {
        connected(id, register(id), true).close();
    }

    private static RawMqtt connected(String id, String key, boolean clean) throws IOException {
        RawMqtt client = new RawMqtt(emulator);
        assertThat(client.connect(id, user(id), token(id, key), clean))
                .as("CONNACK")
                .isZero();
        return client;
    }

    private static CompletionStage<MethodAnswer> call(String id, String payload) {
        return emulator.hub()
                .methods()
                .invoke(new DeviceId(id), new MethodCall("reboot", payload, Duration.ofSeconds(30), Duration.ZERO));
    }

    private static String register(String id) {
        String connectionString = TestHub.register(emulator, id);
        return connectionString.substring(connectionString.indexOf("SharedAccessKey=") + "SharedAccessKey=".length());
    }

    private static String user(String id) {
        return emulator.hostName() + "/" + id + "/?api-version=2021-04-12";
    }

    private static String token(String id, String key) {
        return Tokens.ofDevice(emulator.hostName(), id, key, Instant.now().plusSeconds(600));
    }
}
