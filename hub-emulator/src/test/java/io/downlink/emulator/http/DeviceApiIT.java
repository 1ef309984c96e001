package io.downlink.emulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.emulator.DevelopmentKeys;
import io.downlink.emulator.HttpClientOf;
import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.TestHub;
import io.downlink.emulator.Tokens;
import io.downlink.emulator.hub.AckLevel;
import io.downlink.emulator.hub.ClientId;
import io.downlink.emulator.hub.ClientSnapshot;
import io.downlink.emulator.hub.CloudToDeviceMessage;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.DeviceSpec;
import io.downlink.emulator.hub.IfMatch;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The operations of HTTPS devices, request by request. */
class DeviceApiIT {
    private static final String VERSION = "api-version=2020-09-30";

    private static HubEmulator emulator;
    private static HttpClientOf client;

    @BeforeAll
    static void start() {
        emulator = TestHub.start("127.63.0.5");
        client = new HttpClientOf(emulator);
    }

    @AfterAll
    static void stop() {
        client.close();
        emulator.close();
    }

    @Test
    void shouldAnswerNothingWhileThereIsNoMessage() throws Exception {
        register("empty");

        HttpResponse<String> answer = send("empty", "GET", "/messages/devicebound?" + VERSION, "");

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("ETag")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"devicebound", "deviceBound", "DEVICEBOUND"})
    void shouldWriteTheMessagesPropertiesAsHeaders(String segment) throws Exception {
        String id = "headers-" + segment;
        register(id);
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("plain", "a value; 100%");
        properties.put("latin", "über");
        properties.put("far away", "日\n");
        enqueue(
                id,
                new CloudToDeviceMessage(
                        "m-1",
                        "c-1",
                        "u-1",
                        "/devices/" + id + "/messages/deviceBound",
                        "text/plain",
                        "utf-8",
                        null,
                        AckLevel.FULL,
                        properties,
                        ByteBuffer.wrap("hello".getBytes(StandardCharsets.UTF_8))));

        HttpResponse<String> answer = send(id, "GET", "/messages/" + segment + "?" + VERSION, "");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("hello");
        assertThat(answer.headers().map())
                .containsEntry("etag", List.of("\"1\""))
                .containsEntry("iothub-messageid", List.of("m-1"))
                .containsEntry("iothub-correlationid", List.of("c-1"))
                .containsEntry("iothub-userid", List.of("u-1"))
                .containsEntry("iothub-to", List.of("/devices/" + id + "/messages/deviceBound"))
                .containsEntry("iothub-contenttype", List.of("text/plain"))
                .containsEntry("iothub-contentencoding", List.of("utf-8"))
                .containsEntry("iothub-ack", List.of("full"))
                .containsEntry("iothub-sequencenumber", List.of("1"))
                .containsEntry("iothub-app-plain", List.of("a value; 100%"))
                .containsEntry("iothub-app-latin", List.of("über"))
                .containsEntry("iothub-app-far%20away", List.of("%E6%97%A5%0A"));
    }

    @Test
    void shouldKeepAMessageLockedThatWasHandedOut() throws Exception {
        register("locked");
        enqueue("locked", text("one"));
        enqueue("locked", text("two"));

        assertThat(receive("locked").body()).isEqualTo("one");
        assertThat(receive("locked").body()).isEqualTo("two");
        assertThat(receive("locked").statusCode()).isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, '', 0",
        "DELETE, &reject, 0",
        "DELETE, &reject=true, 0",
        "DELETE, &%3Freject=true, 0",
        "POST, '', 1",
    })
    void shouldSettle(String method, String further, int left) throws Exception {
        String id = "settles-" + Integer.toHexString((method + further).hashCode());
        register(id);
        enqueue(id, text("hello"));
        String lock = lock(receive(id));
        String path = "/messages/devicebound/" + lock + (method.equals("POST") ? "/abandon" : "") + "?" + VERSION;

        assertThat(send(id, method, path + further, "").statusCode()).isEqualTo(204);
        assertThat(waiting(id)).isEqualTo(left);
        HttpResponse<String> late = send(id, method, path + further, "");
        assertThat(late.statusCode()).isEqualTo(412);
        assertThat(late.headers().firstValue("iothub-errorcode")).contains("DeviceMessageLockLost");
    }

    @Test
    void shouldRefuseALockThatNeverWas() throws Exception {
        register("strange");

        assertThat(send("strange", "DELETE", "/messages/devicebound/x-1?" + VERSION, "")
                        .statusCode())
                .isEqualTo(412);
    }

    @Test
    void shouldTakeTelemetry() throws Exception {
        register("talks");

        assertThat(send("talks", "POST", "/messages/events?" + VERSION, "anything", "iothub-app-a", "b")
                        .statusCode())
                .isEqualTo(204);
        ClientSnapshot device = emulator.hub().registry().get(ClientId.of(new DeviceId("talks")));
        assertThat(device.lastActivity()).isNotNull();
        assertThat(device.connected()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"262144, 204", "262145, 413"})
    void shouldLimitTelemetry(int bytes, int status) throws Exception {
        register("limit-" + bytes);

        assertThat(send("limit-" + bytes, "POST", "/messages/events?" + VERSION, "x".repeat(bytes))
                        .statusCode())
                .isEqualTo(status);
    }

    @Test
    void shouldCountPropertiesToo() throws Exception {
        register("limit-all");

        assertThat(send("limit-all", "POST", "/messages/events?" + VERSION, "x".repeat(262_144), "iothub-app-a", "b")
                        .statusCode())
                .isEqualTo(413);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    []; 204
                    [{"body":"aGVsbG8="}]; 204
                    [{"body":"aGVsbG8=","base64Encoded":true,"properties":{"iothub-app-k":"v"}},{"body":"text"}]; 204
                    [{"body":"not Base64","base64Encoded":true}]; 400
                    [{"properties":{}}]; 400
                    [7]; 400
                    {"body":"x"}; 400
                    [; 400
                    """)
    void shouldReadSeveralMessagesAtOnce(String body, int status) throws Exception {
        String id = "batch-" + Integer.toHexString(body.hashCode());
        register(id);

        assertThat(send(
                                id,
                                "POST",
                                "/messages/events?" + VERSION,
                                body,
                                "Content-Type",
                                "application/vnd.microsoft.iothub.json")
                        .statusCode())
                .isEqualTo(status);
    }

    @Test
    void shouldLetAPolicyOfDevicesIn() throws Exception {
        register("by-policy");
        String token = Tokens.ofPolicy(
                emulator.hostName(),
                "device",
                DevelopmentKeys.DEVICE,
                Instant.now().plusSeconds(60));

        assertThat(client.sendAs(token, "GET", "/devices/by-policy/messages/devicebound?" + VERSION, "")
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void shouldRefuseCredentialsThatAreNotGood() throws Exception {
        String key = register("guarded");
        String other = register("another");
        Instant later = Instant.now().plusSeconds(60);
        String host = emulator.hostName();

        for (String token : List.of(
                Tokens.ofDevice(host, "guarded", key, Instant.now().minusSeconds(1)),
                Tokens.ofDevice(host, "guarded", other, later),
                Tokens.ofDevice(host, "another", other, later),
                Tokens.ofPolicy(host, "service", DevelopmentKeys.SERVICE, later),
                "secret")) {
            for (String path : List.of("/messages/devicebound?", "/messages/events?", "/messages/devicebound/1?")) {
                String method = path.contains("events") ? "POST" : path.contains("/1") ? "DELETE" : "GET";
                HttpResponse<String> answer = client.sendAs(token, method, "/devices/guarded" + path + VERSION, "");
                assertThat(answer.statusCode()).isEqualTo(401);
                assertThat(answer.body()).startsWith("{\"Message\":\"ErrorCode:IotHubUnauthorizedAccess;");
            }
        }
    }

    @Test
    void shouldRefuseADisabledDeviceAndOneThatIsUnknown() throws Exception {
        String key = register("disabled");
        emulator.hub().registry().update(new DeviceSpec(new DeviceId("disabled"), null, false, null), IfMatch.ANY);
        String token = token("disabled", key);

        assertThat(client.sendAs(token, "GET", "/devices/disabled/messages/devicebound?" + VERSION, "")
                        .statusCode())
                .isEqualTo(401);
        assertThat(client.sendAs(token, "GET", "/devices/nobody/messages/devicebound?" + VERSION, "")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void shouldInsistOnAVersion() throws Exception {
        register("versions");

        assertThat(send("versions", "GET", "/messages/devicebound", "").statusCode())
                .isEqualTo(400);
        assertThat(send("versions", "GET", "/messages/devicebound?api-version=2016-11-14", "")
                        .statusCode())
                .isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /messages/events, 405, POST",
        "GET, /messages/events, 405, POST",
        "POST, /messages/devicebound, 405, GET",
        "GET, /messages/devicebound/1, 405, DELETE",
        "GET, /messages/devicebound/1/abandon, 405, POST",
        "GET, /messages, 404, ",
        "POST, /messages/elsewhere, 404, ",
        "POST, /modules/m/messages/events, 404, ",
    })
    void shouldRefuseWhatTheServiceDoesNotHave(String method, String path, int status, String allowed)
            throws Exception {
        HttpResponse<String> answer = client.sendAs("nobody", method, "/devices/d" + path + "?" + VERSION, "");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Allow").orElse(null)).isEqualTo(allowed);
    }

    private static HttpResponse<String> receive(String id) throws IOException, InterruptedException {
        return send(id, "GET", "/messages/devicebound?" + VERSION, "");
    }

    private static String lock(HttpResponse<String> message) {
        return message.headers().firstValue("ETag").orElseThrow().replace("\"", "");
    }

    private static HttpResponse<String> send(
            String id, String method, String pathAndQuery, String body, String... headers)
            throws IOException, InterruptedException {
        String key = emulator.hub()
                .registry()
                .get(ClientId.of(new DeviceId(id)))
                .identity()
                .keys()
                .primary();
        return client.sendAs(token(id, key), method, "/devices/" + id + pathAndQuery, body, headers);
    }

    private static String token(String id, String key) {
        return Tokens.ofDevice(emulator.hostName(), id, key, Instant.now().plusSeconds(60));
    }

    /** Registers a device; returns its key. */
    private static String register(String id) {
        return emulator.hub()
                .registry()
                .create(new DeviceSpec(new DeviceId(id), null, true, null))
                .identity()
                .keys()
                .primary();
    }

    private static int waiting(String id) {
        return emulator.hub().registry().get(ClientId.of(new DeviceId(id))).messages();
    }

    private static void enqueue(String id, CloudToDeviceMessage message) {
        emulator.hub().messages().send(new DeviceId(id), message);
    }

    private static CloudToDeviceMessage text(String text) {
        return new CloudToDeviceMessage(
                null,
                null,
                null,
                "",
                null,
                null,
                null,
                AckLevel.NONE,
                Map.of(),
                ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
}
