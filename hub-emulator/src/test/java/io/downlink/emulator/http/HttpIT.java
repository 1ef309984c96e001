package io.downlink.emulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.downlink.emulator.DevelopmentKeys;
import io.downlink.emulator.HttpClientOf;
import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.TestHub;
import io.downlink.emulator.Tokens;
import java.net.http.HttpResponse;
import java.time.Instant;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTPS request by request: what the SDKs never send, and the answers as they travel. */
class HttpIT {
    private static final String VERSION = "api-version=2021-04-12";

    private static HubEmulator emulator;
    private static HttpClientOf client;

    @BeforeAll
    static void start() {
        emulator = TestHub.start("127.40.0.5");
        client = new HttpClientOf(emulator);
    }

    @AfterAll
    static void stop() {
        client.close();
        emulator.close();
    }

    @ParameterizedTest
    @CsvSource({
        "a%23b, a#b",
        "a%3Fb, a?b",
        "a%252Fb, a%2Fb",
        "it's, it's",
        "it%27s, it's",
        "a+b, a+b",
        "a+b%2Bc, a+b+c",
        "dev%3A1, dev:1"
    })
    void shouldDecodeIdsInPaths(String path, String id) throws Exception {
        client.send("PUT", "/devices/" + path + "?" + VERSION, "{\"deviceId\":\"" + id + "\"}");

        HttpResponse<String> answer = client.send("GET", "/devices/" + path + "?" + VERSION, "");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).path("deviceId").textValue()).isEqualTo(id);
    }

    @Test
    void shouldRefuseAnIdOutsideTheAlphabet() throws Exception {
        assertRefused(client.send("GET", "/devices/a%20b?" + VERSION, ""), 400, "ArgumentInvalid");
        assertRefused(client.send("GET", "/devices/a%2Fb?" + VERSION, ""), 400, "ArgumentInvalid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/devices/x", "/devices/x?", "/devices/x?api-version=", "/devices/x?api-version=1999-01-01"})
    void shouldInsistOnAnApiVersion(String path) throws Exception {
        assertRefused(client.send("GET", path, ""), 400, "InvalidProtocolVersion");
    }

    @Test
    void shouldTolerateAnEmptyParameterAndATrailingSlash() throws Exception {
        assertThat(client.send("GET", "/devices/?top=1&&" + VERSION, "").statusCode())
                .isEqualTo(200);
        assertThat(client.send("GET", "/devices/device-1?&" + VERSION, "").statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldTellAMissingRightInTheFlatForm() throws Exception {
        String token = Tokens.ofPolicy(
                emulator.hostName(),
                "registryRead",
                DevelopmentKeys.REGISTRY_READ,
                Instant.now().plusSeconds(60));

        HttpResponse<String> answer = client.sendAs(token, "POST", "/twins/x/methods?" + VERSION, "{}");

        assertRefused(answer, 401, "IotHubUnauthorizedAccess");
        assertThat(json(answer).path("Message").textValue()).startsWith("ErrorCode:IotHubUnauthorizedAccess;");
        assertThat(json(answer).path("ExceptionMessage").textValue()).startsWith("Tracking ID:");
    }

    @Test
    void shouldNestTheErrorsOfDirectMethods() throws Exception {
        HttpResponse<String> answer =
                client.send("POST", "/twins/device-1/methods?" + VERSION, "{\"methodName\":\"reboot\"}");

        assertRefused(answer, 404, "DeviceNotOnline");
        JsonNode inner =
                new ObjectMapper().readTree(json(answer).path("Message").textValue());
        assertThat(inner.path("errorCode").intValue()).isEqualTo(404103);
        assertThat(json(answer).path("ExceptionMessage").textValue()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[]", "{", "{\"methodName\":7}", "{\"methodName\":\"m\",\"responseTimeoutInSeconds\":\"5\"}"
            })
    void shouldRefuseABodyThatIsNoMethod(String body) throws Exception {
        assertThat(client.send("POST", "/twins/device-1/methods?" + VERSION, body)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void shouldCompareEtagsWithAndWithoutQuotes() throws Exception {
        String etag = client.send("PUT", "/devices/tagged?" + VERSION, "{}")
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        assertThat(etag).startsWith("\"");

        assertRefused(client.send("DELETE", "/devices/tagged?" + VERSION, ""), 412, "PreconditionFailed");
        assertRefused(
                client.send("DELETE", "/devices/tagged?" + VERSION, "", "If-Match", "\"old\""),
                412,
                "PreconditionFailed");
        assertThat(client.send("PUT", "/devices/tagged?" + VERSION, "{}", "If-Match", etag.replace("\"", ""))
                        .statusCode())
                .isEqualTo(200);
        assertThat(client.send("DELETE", "/devices/tagged?" + VERSION, "", "If-Match", "*")
                        .statusCode())
                .isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource({"PATCH, X-Nothing, x", "POST, X-HTTP-Method-Override, PATCH"})
    void shouldPatchATwinInBothWays(String method, String header, String value) throws Exception {
        HttpResponse<String> answer = client.send(
                method,
                "/twins/device-1?" + VERSION,
                "{\"deviceId\":null,\"version\":null,\"tags\":{\"by\":\"" + method + "\"}}",
                header,
                value);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).at("/tags/by").textValue()).isEqualTo(method);
    }

    @Test
    void shouldMakeKeysWhenTheyAreEmptyAsTheNodeSdkSendsThem() throws Exception {
        HttpResponse<String> answer = client.send("PUT", "/devices/node?" + VERSION, """
                {"deviceId":"node","authentication":{"type":"sas","symmetricKey":{"primaryKey":"","secondaryKey":""}}}""");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).at("/authentication/symmetricKey/primaryKey").textValue())
                .isNotEmpty();
    }

    @Test
    void shouldRefuseWhatItCannotKeep() throws Exception {
        assertRefused(
                client.send("PUT", "/devices/x509?" + VERSION, "{\"authentication\":{\"type\":\"selfSigned\"}}"),
                400,
                "ArgumentInvalid");
        assertRefused(
                client.send("PUT", "/devices/edge?" + VERSION, "{\"capabilities\":{\"iotEdge\":true}}"),
                501,
                "NotImplemented");
    }

    @Test
    void shouldRefuseABodyBeyondAllMeasureAndGoOn() throws Exception {
        assertRefused(
                client.send("PUT", "/devices/large?" + VERSION, " ".repeat(2 * 1024 * 1024)), 413, "MessageTooLarge");
        assertThat(client.send("GET", "/devices/device-1?" + VERSION, "").statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldOfferBothVersionsOfTls(String version) throws Exception {
        try (SSLSocket socket = (SSLSocket)
                TestHub.trust(emulator).getSocketFactory().createSocket(emulator.hostName(), emulator.httpsPort())) {
            socket.setEnabledProtocols(new String[] {version});
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
        }
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String symbol) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("iothub-errorcode")).contains(symbol);
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        return new ObjectMapper().readTree(answer.body());
    }
}
