package io.downlink.emulator.websocket;

import static io.downlink.emulator.websocket.RawWebSocket.BINARY;
import static io.downlink.emulator.websocket.RawWebSocket.CLOSE;
import static io.downlink.emulator.websocket.RawWebSocket.CONTINUATION;
import static io.downlink.emulator.websocket.RawWebSocket.PING;
import static io.downlink.emulator.websocket.RawWebSocket.PONG;
import static io.downlink.emulator.websocket.RawWebSocket.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.TestHub;
import io.downlink.emulator.Tokens;
import io.downlink.emulator.hub.ClientId;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.DeviceSpec;
import io.downlink.emulator.hub.IfMatch;
import io.downlink.emulator.websocket.RawWebSocket.Answer;
import io.downlink.emulator.websocket.RawWebSocket.Frame;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSockets frame by frame: what the SDKs never do, and what they depend on. */
class WebSocketIT {
    private static final byte[] CONNACK = {0x20, 2, 0, 0};
    private static final byte[] PINGREQ = {(byte) 0xC0, 0};
    private static final byte[] PINGRESP = {(byte) 0xD0, 0};
    private static final byte[] AMQP_HEADER = HexFormat.of().parseHex("414d515000010000");
    private static final byte[] SASL_HEADER = HexFormat.of().parseHex("414d515003010000");

    private static HubEmulator emulator;

    @BeforeAll
    static void start() {
        emulator = TestHub.start("127.63.0.2");
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /$iothub/websocket HTTP/1.1",
                "GET /$iothub/websocket?iothub-no-client-cert=true HTTP/1.1",
                "GET https://127.63.0.2/$iothub/websocket?iothub-no-client-cert=true HTTP/1.1",
                "GET /$iotHub/websocket HTTP/1.1",
                "GET /$servicebus/websocket/ HTTP/1.1"
            })
    void shouldAgreeInTheWordsThatPahoComparesWith(String requestLine) throws Exception {
        try (RawWebSocket client = new RawWebSocket(emulator)) {
            Answer answer = client.handshake(requestLine, RawWebSocket.headers("mqtt"));

            assertThat(answer.status()).isEqualTo("HTTP/1.1 101 Switching Protocols");
            assertThat(answer.headers())
                    .containsEntry("Upgrade", " websocket")
                    .containsEntry("Connection", " Upgrade")
                    .containsEntry("Sec-WebSocket-Protocol", " mqtt")
                    .containsEntry("Sec-WebSocket-Accept", " s3pPLMBiTxaQ9kYGzzhZRbK+xOo="); // RFC 6455, 1.3
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    GET,  Upgrade,                h2c,   400
                    GET,  Connection,             close, 400
                    GET,  Sec-WebSocket-Version,  8,     426
                    GET,  Sec-WebSocket-Key,      short, 400
                    GET,  Sec-WebSocket-Protocol, stomp, 400
                    POST, Sec-WebSocket-Protocol, mqtt,  405
                    """)
    void shouldRefuseAnyOtherHandshake(String method, String header, String value, int status) throws Exception {
        try (RawWebSocket client = new RawWebSocket(emulator)) {
            Map<String, String> headers = RawWebSocket.headers("mqtt");
            headers.put(header, value);

            Answer answer = client.handshake(method + " /$iothub/websocket HTTP/1.1", headers);

            assertThat(answer.status()).startsWith("HTTP/1.1 " + status);
            assertThat(answer.headers()).containsEntry("Sec-WebSocket-Version", " 13");
        }
    }

    @Test
    void shouldTakeTheFirstSubprotocolItKnows() throws Exception {
        try (RawWebSocket client = new RawWebSocket(emulator)) {
            Answer answer =
                    client.handshake("GET /$iothub/websocket HTTP/1.1", RawWebSocket.headers("wamp, AMQPWSB10, mqtt"));

            assertThat(answer.headers()).containsEntry("Sec-WebSocket-Protocol", " AMQPWSB10");
        }
    }

    @Test
    void shouldReadPacketsThatSpanFramesAndFragments() throws Exception {
        byte[] connect = connect("split", 60);
        try (RawWebSocket client = RawWebSocket.open(emulator, "mqtt")) {
            for (byte one : Arrays.copyOf(connect, 20)) {
                client.send(BINARY, new byte[] {one});
            }
            client.sendPart(BINARY, Arrays.copyOfRange(connect, 20, 30));
            client.send(PING, new byte[0]); // control frames may stand between fragments
            client.sendPart(CONTINUATION, new byte[0]);
            client.send(CONTINUATION, Arrays.copyOfRange(connect, 30, connect.length));

            assertFrame(client.receive(), PONG, new byte[0]);
            assertFrame(client.receive(), BINARY, CONNACK);
        }
    }

    @Test
    void shouldReadPacketsThatShareAFrame() throws Exception {
        try (RawWebSocket client = RawWebSocket.open(emulator, "mqtt")) {
            client.send(BINARY, joined(connect("joined", 60), PINGREQ, PINGREQ));

            assertFrame(client.receive(), BINARY, CONNACK);
            assertFrame(client.receive(), BINARY, PINGRESP);
            assertFrame(client.receive(), BINARY, PINGRESP);
        }
    }

    @Test
    void shouldSpeakAmqpToo() throws Exception {
        try (RawWebSocket client = RawWebSocket.open(emulator, "AMQPWSB10")) {
            client.send(BINARY, SASL_HEADER);

            assertThat(client.receive().content()).startsWith(SASL_HEADER);
        }
    }

    @Test
    void shouldAnswerPingsWithTheirContent() throws Exception {
        try (RawWebSocket client = RawWebSocket.open(emulator, "mqtt")) {
            client.send(PING, "are you there?".getBytes(StandardCharsets.UTF_8));

            assertFrame(client.receive(), PONG, "are you there?".getBytes(StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqtt", "AMQPWSB10"})
    void shouldAnswerAClose(String subprotocol) throws Exception {
        try (RawWebSocket client = RawWebSocket.open(emulator, subprotocol)) {
            client.send(CLOSE, new byte[] {0x03, (byte) 0xE8});

            assertFrame(client.receive(), CLOSE, new byte[] {0x03, (byte) 0xE8});
            assertThat(client.closedByHub()).isTrue();
        }
    }

    @Test
    void shouldSayCloseWhenTheHubEndsTheConnection() throws Exception {
        try (RawWebSocket client = RawWebSocket.open(emulator, "mqtt")) {
            client.send(BINARY, connect("dropped", 60));
            assertFrame(client.receive(), BINARY, CONNACK);
            await().until(() -> connected("dropped"));

            emulator.hub().registry().delete(ClientId.of(new DeviceId("dropped")), IfMatch.ANY);

            assertThat(client.receive().closeStatus()).isEqualTo(1000);
            client.send(CLOSE, new byte[] {0x03, (byte) 0xE8});
            assertThat(client.closedByHub()).isTrue();
        }
    }

    @Test
    void shouldNotWaitForAnAnswerToItsCloseForEver() throws Exception {
        try (RawWebSocket client = RawWebSocket.open(emulator, "mqtt")) {
            client.send(BINARY, PINGREQ); // before CONNECT

            assertThat(client.receive().closeStatus()).isEqualTo(1000);
            assertThat(client.closedByHub()).isTrue();
        }
    }

    @Test
    void shouldRefuseText() throws Exception {
        try (RawWebSocket client = RawWebSocket.open(emulator, "mqtt")) {
            client.send(TEXT, "hello".getBytes(StandardCharsets.UTF_8));

            assertThat(client.receive().closeStatus()).isEqualTo(1003);
            assertThat(client.closedByHub()).isTrue();
        }
    }

    @Test
    void shouldRefuseWhatIsNotMasked() throws Exception {
        try (RawWebSocket client = RawWebSocket.open(emulator, "mqtt")) {
            client.sendUnmasked(BINARY, PINGREQ);

            assertThat(client.receive().closeStatus()).isEqualTo(1002);
            assertThat(client.closedByHub()).isTrue();
        }
    }

    @Test
    void shouldRefuseAFrameThatIsTooLargeToHold() throws Exception {
        try (RawWebSocket client = RawWebSocket.open(emulator, "AMQPWSB10")) {
            client.bytes(HexFormat.of().parseHex("82ff0000000010000000" + "01020304"));

            assertThat(client.receive().closeStatus()).isEqualTo(1009);
            assertThat(client.closedByHub()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqtt", "AMQPWSB10"})
    void shouldEndWhatIsNoPacket(String subprotocol) throws Exception {
        try (RawWebSocket client = RawWebSocket.open(emulator, subprotocol)) {
            client.send(BINARY, "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));

            Frame last = client.receive();
            while (last.opcode() == BINARY) {
                last = client.receive();
            }
            assertThat(last.opcode()).isEqualTo(CLOSE);
            assertThat(client.closedByHub()).isTrue();
        }
    }

    @Test
    void shouldEndADeviceThatIsSilentBeyondItsKeepAliveThoughItPings() throws Exception {
        try (RawWebSocket client = RawWebSocket.open(emulator, "mqtt")) {
            client.send(BINARY, connect("silent", 1));
            assertFrame(client.receive(), BINARY, CONNACK);

            Frame next = ping(client);
            while (next.opcode() == PONG) {
                next = ping(client);
            }

            assertThat(next.closeStatus()).isEqualTo(1000);
            await().until(() -> !connected("silent"));
        }
    }

    @Test
    void shouldLetADeviceConnectAgainOverAnotherWay() throws Exception {
        try (RawWebSocket first = RawWebSocket.open(emulator, "mqtt");
                RawWebSocket second = RawWebSocket.open(emulator, "mqtt")) {
            byte[] connect = connect("twice", 60);
            first.send(BINARY, connect);
            assertFrame(first.receive(), BINARY, CONNACK);

            second.send(BINARY, connect);

            assertFrame(second.receive(), BINARY, CONNACK);
            assertThat(first.receive().opcode()).isEqualTo(CLOSE);
        }
    }

    @Test
    void shouldOpenAmqpWithoutTheSaslLayer() throws Exception {
        try (RawWebSocket client = RawWebSocket.open(emulator, "AMQPWSB10")) {
            // an open performative with an empty container id: a described list of one string
            byte[] open = HexFormat.of().parseHex("0000001002000000" + "005310c00301" + "a100");
            open[3] = (byte) open.length;
            client.send(BINARY, joined(AMQP_HEADER, open));

            assertThat(client.receive().content()).startsWith(AMQP_HEADER);
        }
    }

    private static Frame ping(RawWebSocket client) throws IOException {
        client.send(PING, new byte[0]);
        return client.receive();
    }

    private static void assertFrame(Frame frame, int opcode, byte[] content) {
        assertThat(frame.opcode()).isEqualTo(opcode);
        assertThat(frame.content()).isEqualTo(content);
    }

    private static boolean connected(String id) {
        return emulator.hub().registry().get(ClientId.of(new DeviceId(id))).connected();
    }

    /** Registers a device; returns its CONNECT. */
    private static byte[] connect(String id, int keepAliveSeconds) throws IOException {
        String key = emulator.hub()
                .registry()
                .create(new DeviceSpec(new DeviceId(id), null, true, null))
                .identity()
                .keys()
                .primary();
        String token =
                Tokens.ofDevice(emulator.hostName(), id, key, Instant.now().plusSeconds(600));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream writer = new DataOutputStream(body);
        writer.writeUTF("MQTT");
        writer.write(new byte[] {4, (byte) 0xC2, 0, (byte) keepAliveSeconds});
        writer.writeUTF(id);
        writer.writeUTF(emulator.hostName() + "/" + id + "/?api-version=2021-04-12");
        writer.writeUTF(token);
        int length = body.size();
        return joined(new byte[] {0x10, (byte) ((length & 0x7F) | 0x80), (byte) (length >> 7)}, body.toByteArray());
    }

    private static byte[] joined(byte[]... parts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.write(part);
        }
        return all.toByteArray();
    }
}
