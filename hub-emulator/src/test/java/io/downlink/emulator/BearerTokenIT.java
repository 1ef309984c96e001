package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.emulator.security.AccessRules;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.jose4j.jwk.RsaJsonWebKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a bearer token allows over HTTPS, and how the hub refuses the rest. */
class BearerTokenIT {
    private static final String VERSION = "?api-version=2021-04-12";
    private static final String CONTRIBUTOR = "IoT Hub Data Contributor";

    private static TestIssuer issuer;
    private static RsaJsonWebKey key;
    private static HubEmulator emulator;
    private static HttpClientOf client;

    @BeforeAll
    static void start() {
        issuer = new TestIssuer("127.61.0.4");
        key = issuer.publishKey("only");
        emulator = TestHub.start("127.61.0.5", AccessRules.DEFAULT.withIssuer(issuer.settings()));
        client = new HttpClientOf(emulator);
    }

    @AfterAll
    static void stop() {
        client.close();
        emulator.close();
        issuer.close();
    }

    @ParameterizedTest
    @CsvSource({
        "IoT Hub Data Contributor,     GET, /devices/device-1, 200",
        "IoT Hub Data Contributor,     GET, /statistics/service, 200",
        "IoT Hub Data Contributor,     POST, /twins/device-1/methods, 404",
        "IoT Hub Data Reader,          GET, /twins/device-1, 200",
        "IoT Hub Data Reader,          GET, /jobs/v2/none, 200",
        "IoT Hub Data Reader,          POST, /twins/device-1/methods, 401",
        "IoT Hub Data Reader,          DELETE, /devices/device-1, 401",
        "IoT Hub Data Reader,          DELETE, /devices/device-1/commands, 401",
        "IoT Hub Registry Contributor, GET, /devices/device-1, 200",
        "IoT Hub Registry Contributor, GET, /twins/device-1, 401",
        "IoT Hub Twin Contributor,     PATCH, /twins/device-1, 200",
        "IoT Hub Twin Contributor,     GET, /devices/device-1, 401",
        "Owner,                        GET, /twins/device-1, 401",
        "IoT Hub Data Contributor,     POST, /digitaltwins/device-1/commands/reboot, 401",
        "IoT Hub Data Contributor,     GET, /$emulator/statistics, 401",
    })
    void shouldAllowWhatTheRoleAllows(String role, String method, String path, int status) throws Exception {
        HttpResponse<String> answer = send(issuer.token(key, Instant.now(), role), method, path);

        assertThat(answer.statusCode()).isEqualTo(status);
        if (status == 401) {
            assertThat(answer.headers().firstValue("iothub-errorcode")).contains("IotHubUnauthorizedAccess");
        }
    }

    @Test
    void shouldRefuseAnExpiredTokenAndAStrangersKey() throws Exception {
        String expired = issuer.token(key, Instant.now().minusSeconds(700), CONTRIBUTOR);
        String forged = issuer.token(TestIssuer.newKey("only"), Instant.now(), CONTRIBUTOR);

        assertThat(send(expired, "GET", "/devices/device-1").statusCode()).isEqualTo(401);
        assertThat(send(forged, "GET", "/devices/device-1").statusCode()).isEqualTo(401);
    }

    private static HttpResponse<String> send(String token, String method, String path) throws Exception {
        String body = path.endsWith("/methods") ? "{\"methodName\":\"reboot\"}" : "{}";
        return client.sendAs("Bearer " + token, method, path + VERSION, body);
    }
}
