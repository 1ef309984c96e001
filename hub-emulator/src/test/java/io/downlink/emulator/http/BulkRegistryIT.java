package io.downlink.emulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.downlink.emulator.HttpClientOf;
import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.TestHub;
import io.downlink.emulator.hub.DeviceId;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many identities in one request. */
class BulkRegistryIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static HubEmulator emulator;
    private static HttpClientOf client;

    @BeforeAll
    static void start() {
        emulator = TestHub.start("127.60.0.2");
        client = new HttpClientOf(emulator);
    }

    @AfterAll
    static void stop() {
        client.close();
        emulator.close();
    }

    @Test
    void shouldCreateDevicesAndModulesWithTheirTwins() throws Exception {
        JsonNode result = succeeds("""
                [{"id":"c-1","importMode":"create","tags":{"floor":3},"properties":{"desired":{"speed":2}}},
                 {"id":"c-1","moduleId":"meter","importMode":"create"},
                 {"id":"c-2","importMode":"create","status":"disabled","statusReason":"spare"}]""");

        assertThat(result.toString()).isEqualTo("{\"isSuccessful\":true,\"errors\":[],\"warnings\":[]}");
        JsonNode twin = get("/twins/c-1");
        assertThat(twin.path("tags").path("floor").intValue()).isEqualTo(3);
        assertThat(twin.path("properties").path("desired").path("speed").intValue())
                .isEqualTo(2);
        assertThat(get("/devices/c-1/modules/meter").path("moduleId").textValue())
                .isEqualTo("meter");
        assertThat(get("/devices/c-2").path("status").textValue()).isEqualTo("disabled");
    }

    @Test
    void shouldUpdateAndDeleteUnderTheirConditions() throws Exception {
        succeeds("[{\"id\":\"u-1\",\"importMode\":\"create\"},{\"id\":\"u-2\",\"importMode\":\"create\"}]");
        String etag = get("/devices/u-1").path("etag").textValue();

        JsonNode result = fails("""
                [{"id":"u-1","importMode":"updateIfMatchETag","eTag":"%s","status":"disabled"},
                 {"id":"u-2","importMode":"deleteIfMatchETag","eTag":"AAAA"}]""".formatted(etag));

        assertThat(get("/devices/u-1").path("status").textValue()).isEqualTo("disabled");
        assertThat(result.path("isSuccessful").booleanValue()).isFalse();
        assertThat(result.path("errors")).singleElement().satisfies(error -> {
            assertThat(error.path("deviceId").textValue()).isEqualTo("u-2");
            assertThat(error.path("errorCode").textValue()).isEqualTo("PreconditionFailed");
            assertThat(error.path("operation").textValue()).isEqualTo("deleteIfMatchETag");
        });
        succeeds("[{\"id\":\"u-1\",\"importMode\":\"update\"},{\"id\":\"u-2\",\"importMode\":\"delete\"}]");
        assertThat(get("/devices/u-1").path("status").textValue()).isEqualTo("enabled");
        assertThat(status("/devices/u-2")).isEqualTo(404);
    }

    @Test
    void shouldChangeTwinsUnderTheirConditions() throws Exception {
        succeeds("[{\"id\":\"t-1\",\"importMode\":\"create\"}]");
        String etag = get("/twins/t-1").path("etag").textValue();

        succeeds("[{\"id\":\"t-1\",\"importMode\":\"updateTwin\",\"tags\":{\"a\":1,\"b\":2}}]");
        JsonNode result = fails("""
                [{"id":"t-1","importMode":"updateTwinIfMatchETag","twinETag":"%s","tags":{"a":null}}]""".formatted(etag));

        assertThat(result.path("errors").get(0).path("errorCode").textValue()).isEqualTo("PreconditionFailed");
        assertThat(get("/twins/t-1").path("tags").toString()).isEqualTo("{\"a\":1,\"b\":2}");
    }

    @Test
    void shouldDoTheOthersWhenOneFails() throws Exception {
        TestHub.register(emulator, "there");

        JsonNode result = fails("""
                [{"id":"there","importMode":"create"},
                 {"id":"bad id","importMode":"create"},
                 {"id":"new","importMode":"create"},
                 {"id":"new","importMode":"delete"},
                 {"id":"odd","importMode":"explode"},
                 {"id":"key","importMode":"create","authentication":{"symmetricKey":{"primaryKey":"1","secondaryKey":"2"}}}]""");

        assertThat(result.path("errors"))
                .extracting(error -> error.path("deviceId").textValue() + " "
                        + error.path("errorCode").textValue())
                .containsExactly(
                        "there DeviceAlreadyExists",
                        "bad id ArgumentInvalid",
                        "new DeviceDefinedMultipleTimes",
                        "odd ArgumentInvalid",
                        "key ArgumentInvalid");
        assertThat(emulator.hub().registry().isEnabled(new DeviceId("new"))).isTrue();
    }

    @Test
    void shouldNotCreateADeviceWhoseTwinIsRefused() throws Exception {
        JsonNode result = fails("[{\"id\":\"half\",\"importMode\":\"create\",\"tags\":{\"a b\":1}}]");

        assertThat(result.path("errors").get(0).path("errorCode").textValue()).isEqualTo("ArgumentInvalid");
        assertThat(status("/devices/half")).isEqualTo(404);
    }

    @Test
    void shouldTakeAHundredAndRefuseMore() throws Exception {
        succeeds(items(100));

        HttpResponse<String> answer = post(items(101));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.headers().firstValue("iothub-errorcode")).contains("TooManyDevices");
        assertThat(post("[]").statusCode()).isEqualTo(400);
        assertThat(post("{}").statusCode()).isEqualTo(400);
    }

    private static String items(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"id\":\"many-" + count + "-" + i + "\",\"importMode\":\"create\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static JsonNode succeeds(String items) throws Exception {
        HttpResponse<String> answer = post(items);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static JsonNode fails(String items) throws Exception {
        HttpResponse<String> answer = post(items);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        return JSON.readTree(answer.body());
    }

    private static HttpResponse<String> post(String items) throws Exception {
        return client.send("POST", "/devices/?api-version=2021-04-12", items);
    }

    private static JsonNode get(String path) throws Exception {
        return JSON.readTree(
                client.send("GET", path + "?api-version=2021-04-12", "").body());
    }

    private static int status(String path) throws Exception {
        return client.send("GET", path + "?api-version=2021-04-12", "").statusCode();
    }
}
