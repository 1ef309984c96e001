package io.downlink.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes over the wire. */
class IotHubClientTest {
    private static final String ADDRESS = "127.41.0.1";
    private static final String KEY = "c2VydmljZS1rZXktb2YtdGVzdHM=";

    @TempDir
    private static Path directory;

    private ScriptedHub hub;
    private IotHubClient client;

    @BeforeEach
    void open() throws IOException {
        TestCa ca = new TestCa("wire");
        hub = new ScriptedHub(ADDRESS, 0, ca.serverAt(ADDRESS));
        client = IotHubClient.open(
                HubSettings.fromConnectionString(
                        "default",
                        "HostName=" + ADDRESS + ";SharedAccessKeyName=service;SharedAccessKey=" + KEY,
                        hub.port(),
                        ca.pem(directory),
                        10),
                Loops.VERTX);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        hub.close();
    }

    @Test
    void shouldTellWhatTheDeviceAnswered() {
        // given
        hub.nextAnswer(ScriptedHub.json(200, "{\"status\":-7,\"payload\":{\"a\":[1,2.50,\"ü\"],\"n\":null}}"));
        // when
        MethodResult result = invoke(reboot("pump-1", "{}"));
        // then
        assertThat(result).isEqualTo(new MethodResult(-7, "{\"a\":[1,2.50,\"ü\"],\"n\":null}"));
    }

    private MethodResult invoke(MethodCall call) {
        return client.invoke(call).await().atMost(Duration.ofSeconds(20));
    }

    private static MethodCall reboot(String deviceId, String payloadJson) {
        return new MethodCall(deviceId, null, "reboot", payloadJson, Duration.ZERO, Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @CsvSource({"a#b, a%23b", "a?b, a%3Fb", "a%2Fb, a%252Fb", "it's, it%27s", "a+b, a%2Bb", "a.b_c-d, a.b_c-d"})
    void shouldEscapeIdsWhenTheyGoIntoThePath(String id, String escaped) {
        // when
        invoke(reboot(id, "{}"));
        invoke(new MethodCall("pump-1", id, "reboot", "{}", Duration.ZERO, Duration.ofSeconds(30)));
        // then
        assertThat(hub.requests)
                .extracting(ScriptedHub.Request::line)
                .containsExactly(
                        "POST /twins/" + escaped + "/methods?api-version=2021-04-12 HTTP/1.1",
                        "POST /twins/pump-1/modules/" + escaped + "/methods?api-version=2021-04-12 HTTP/1.1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "null",
                "{\"a\":null,\"b\":[null,{\"c\":null}]}",
                "{\"n\":12345678901234567890.12345678901234567890,\"e\":1e400,\"z\":-0.0}",
                "\"a=b & <c> ü\"",
                "[]"
            })
    void shouldKeepThePayloadAsItWasWritten(String payload) {
        // when
        invoke(reboot("pump-1", payload));
        // then
        assertThat(hub.requests)
                .singleElement()
                .extracting(ScriptedHub.Request::body)
                .isEqualTo("{\"methodName\":\"reboot\",\"responseTimeoutInSeconds\":30,\"connectTimeoutInSeconds\":0,"
                        + "\"payload\":" + payload + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{a:1}", "{} {}", "''", "nul", "{\"a\":1,}"})
    void shouldRefuseAtOnceWhenThePayloadIsNotOneJsonValue(String payload) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client.invoke(reboot("pump-1", payload)))
                .withMessage("payload: must be one JSON value");
    }
}
