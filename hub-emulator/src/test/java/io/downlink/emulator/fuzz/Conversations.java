package io.downlink.emulator.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.downlink.emulator.DevelopmentKeys;
import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.Tokens;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A conversation for each front end, from which the fuzzers begin. */
final class Conversations {
    /** The device that the conversations speak of. */
    static final String DEVICE = "fuzzed";

    private final HubEmulator hub;
    private final String token;

    Conversations(HubEmulator hub) {
        this.hub = hub;
        this.token = Tokens.ofPolicy(
                hub.hostName(),
                "iothubowner",
                DevelopmentKeys.IOTHUBOWNER,
                Instant.now().plusSeconds(3600 * 10));
    }

    List<Conversation> all() {
        List<Conversation> all = new ArrayList<>(List.of(
                http("GET", "/devices/" + DEVICE, ""),
                http("GET", "/devices?top=10", ""),
                http("POST", "/twins/" + DEVICE + "/methods", """
                        {"methodName":"reboot","payload":{"delay":3},"responseTimeoutInSeconds":5}"""),
                http("PATCH", "/twins/" + DEVICE, """
                        {"tags":{"a":{"b":[1,2.5e3,null,"\\u00e9"]}},"properties":{"desired":{"c":null}}}"""),
                http("PUT", "/jobs/v2/job-1", """
                        {"jobId":"job-1","type":"scheduleUpdateTwin","queryCondition":"deviceId = 'fuzzed'","updateTwin":{"etag":"*","tags":{"x":1}},"startTime":"2020-01-01T00:00:00Z","maxExecutionTimeInSeconds":5}"""),
                http("POST", "/devices/query", """
                        {"query":"SELECT deviceId, COUNT() AS n FROM devices WHERE tags.a IN ['x', 2] AND NOT (properties.desired.b >= 0x1F OR is_defined(tags.c)) GROUP BY deviceId"}"""),
                http("GET", "/devices/" + DEVICE + "/messages/devicebound", ""),
                http("POST", "/devices/" + DEVICE + "/messages/events", "telemetry")));
        all.add(new Conversation("MQTT", hub.mqttsPort(), mqtt()));
        all.add(new Conversation("AMQP", hub.amqpsPort(), amqp()));
        all.add(webSocket("mqtt", mqtt()));
        all.add(webSocket("AMQPWSB10", amqp()));
        return all;
    }

    private Conversation http(String method, String path, String body) {
        String request =
                "%s %s%sapi-version=2021-04-12 HTTP/1.1\r\nHost: %s\r\nAuthorization: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(
                                method,
                                path,
                                path.contains("?") ? "&" : "?",
                                hub.hostName(),
                                token,
                                body.getBytes(UTF_8).length,
                                body);
        return new Conversation("HTTP " + method + " " + path, hub.httpsPort(), List.of(request.getBytes(UTF_8)));
    }

    private Conversation webSocket(String protocol, List<byte[]> inside) {
        List<byte[]> steps = new ArrayList<>();
        steps.add("""
                GET /$iothub/websocket?iothub-no-client-cert=true HTTP/1.1\r
                Host: %s\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                Sec-WebSocket-Version: 13\r
                Sec-WebSocket-Protocol: %s\r
                \r
                """.formatted(hub.hostName(), protocol).getBytes(UTF_8));
        inside.stream().map(Conversations::frame).forEach(steps::add);
        steps.add(new byte[] {(byte) 0x89, (byte) 0x80, 0, 0, 0, 0}); // ping
        steps.add(new byte[] {(byte) 0x88, (byte) 0x80, 0, 0, 0, 0}); // close
        return new Conversation("WebSocket " + protocol, hub.httpsPort(), steps);
    }

    /** A binary frame, masked with zeros. */
    private static byte[] frame(byte[] content) {
        ByteBuffer frame = ByteBuffer.allocate(content.length + 8);
        frame.put((byte) 0x82)
                .put((byte) (0x80 | 126))
                .putShort((short) content.length)
                .putInt(0);
        return frame.put(content).array();
    }

    private List<byte[]> mqtt() {
        return MqttBytes.conversation(hub.hostName(), DEVICE, token);
    }

    private List<byte[]> amqp() {
        return AmqpBytes.conversation(hub.hostName(), DEVICE, token);
    }
}
