package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.downlink.emulator.faults.Fault;
import io.downlink.emulator.faults.Kind;
import io.downlink.emulator.faults.Refusal;
import io.downlink.emulator.hub.AckLevel;
import io.downlink.emulator.hub.CloudToDeviceMessage;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.FakeConnection;
import io.downlink.emulator.hub.MethodCall;
import io.downlink.emulator.hub.Session;
import io.downlink.emulator.hub.Subscription;
import io.downlink.emulator.jobs.JobAction;
import io.downlink.emulator.jobs.JobId;
import io.downlink.emulator.jobs.JobSpec;
import io.downlink.emulator.throttling.ThrottlingRules;
import io.downlink.emulator.throttling.Tier;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the hub tells of itself, and whom. */
class StatusIT {
    private static final String ADDRESS = "127.72.0.2";

    /** All that is special in HTML and may stand in the id of a device. */
    private static final DeviceId DEVICE = new DeviceId("it's=*;(pump)");

    private HubEmulator emulator;
    private HttpClientOf owner;
    private HttpClient anybody;

    @BeforeEach
    void start() throws Exception {
        emulator = HubEmulator.start(EmulatorSettings.at(ADDRESS, TestHub.DATA_DIR)
                .withPorts(List.of(0), 0, 0)
                .with(ThrottlingRules.of(Tier.S2, 3)));
        owner = new HttpClientOf(emulator);
        anybody = HttpClient.newBuilder().sslContext(TestHub.trust(emulator)).build();
    }

    @AfterEach
    void stop() {
        owner.close();
        anybody.close();
        emulator.close();
    }

    @Test
    void shouldTellWhatGoesOn() throws Exception {
        // given
        TestHub.register(emulator, DEVICE.value());
        emulator.hub().connect(DEVICE, new FakeConnection(), true);
        emulator.hub().messages().send(DEVICE, message());
        emulator.faults()
                .add(Fault.of(new Kind.Refuse(new Refusal(429001, "slow <down>")))
                        .on("other"));
        emulator.time().advance(Duration.ofMinutes(90));
        owner.send("GET", "/devices/nobody?api-version=2021-04-12", "");

        // when: an answer may be read before it counts as given
        JsonNode status = await().until(
                        () -> new ObjectMapper()
                                .readTree(get("/$emulator/status", null).body()),
                        seen -> seen.path("operations").size() == 3);

        // then
        assertThat(status.at("/devices/total").intValue()).as("with device-1").isEqualTo(2);
        assertThat(status.at("/devices/connected").intValue()).isEqualTo(1);
        assertThat(status.at("/devices/online/0/deviceId").asText()).isEqualTo(DEVICE.value());
        assertThat(status.at("/devices/online/0/transport").asText()).isEqualTo("MQTT");
        assertThat(Instant.parse(status.at("/devices/online/0/since").asText()))
                .isBefore(emulator.time().now());
        assertThat(status.path("connections").toString())
                .isEqualTo("{\"MQTT\":1,\"MQTT_WS\":0,\"AMQP\":0,\"AMQP_WS\":0}");
        assertThat(status.at("/queues/messages").intValue()).as("they expired").isZero();
        assertThat(status.at("/queues/feedback").intValue()).isEqualTo(1);
        assertThat(status.at("/faults/0/message").asText()).isEqualTo("slow <down>");
        assertThat(status.at("/clock/ahead").asText()).isEqualTo("PT1H30M");
        assertThat(status.at("/throttling/tier").asText()).isEqualTo("S2");
        assertThat(status.at("/throttling/units").intValue()).isEqualTo(3);
        assertThat(status.path("operations")
                        .valueStream()
                        .map(operation -> operation.path("kind").asText() + " "
                                + operation.path("client").asText() + " "
                                + operation.path("outcome").asText()))
                .containsExactly(
                        "GET /devices/{id} nobody 404 DeviceNotFound",
                        "send message " + DEVICE + " enqueued",
                        "connect " + DEVICE + " MQTT");
    }

    @Test
    void shouldShowThePageWithoutScriptsAndWithoutSecrets() throws Exception {
        TestHub.register(emulator, DEVICE.value());
        emulator.hub().connect(DEVICE, new FakeConnection(), true);
        emulator.faults().add(Fault.of(new Kind.Refuse(new Refusal(429001, "<script>alert(1)</script>"))));

        HttpResponse<String> page = get("/$emulator", null);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'none'"));
        assertThat(page.body())
                .contains("it&#39;s=*;(pump)", "&lt;script&gt;alert(1)")
                .doesNotContain("<script", "it's")
                .doesNotContain(DevelopmentKeys.IOTHUBOWNER)
                .doesNotContain(
                        emulator.hub().registry().get(DEVICE).identity().keys().primary());
    }

    @Test
    void shouldCountWhatIsNotDoneYet() throws Exception {
        // given
        TestHub.register(emulator, DEVICE.value());
        Session session = emulator.hub().connect(DEVICE, new FakeConnection(), true);
        session.open();
        session.subscribe(Subscription.DIRECT_METHODS);
        MethodCall call = new MethodCall("reboot", "null", Duration.ofMinutes(5), Duration.ZERO);
        emulator.hub().messages().send(DEVICE, message());
        emulator.hub().methods().invoke(DEVICE, call).whenComplete((_, _) -> {});
        emulator.jobs()
                .schedule(new JobSpec(
                        new JobId("later"),
                        new JobAction.CallMethod(call),
                        "*",
                        emulator.time().now().plus(Duration.ofHours(1)),
                        Duration.ofHours(1)));

        // when
        JsonNode queues = new ObjectMapper()
                .readTree(get("/$emulator/status", null).body())
                .path("queues");

        // then
        assertThat(queues.path("messages").intValue()).isEqualTo(1);
        assertThat(queues.path("methodCalls").intValue()).isEqualTo(1);
        assertThat(queues.at("/jobs/queued").intValue()
                        + queues.at("/jobs/scheduled").intValue())
                .as("taken, and then waiting for its start")
                .isEqualTo(1);
    }

    @Test
    void shouldAskOthersForATokenOfTheOwner() throws Exception {
        String ownerToken = token("iothubowner", DevelopmentKeys.IOTHUBOWNER);
        String serviceToken = token("service", DevelopmentKeys.SERVICE);

        for (String path : List.of("/$emulator", "/$emulator/status")) {
            assertThat(statusOfAnotherSite(path, "")).isEqualTo(401);
            assertThat(statusOfAnotherSite(path, serviceToken)).isEqualTo(401);
            assertThat(statusOfAnotherSite(path, ownerToken)).isEqualTo(200);
            assertThat(get(path, null).statusCode()).isEqualTo(200);
        }
        assertThat(get("/$emulator/statistics", null).statusCode())
                .as("the rest of the admin API asks everybody")
                .isEqualTo(401);
    }

    private HttpResponse<String> get(String path, @Nullable String token) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("https://" + TestHub.httpsHost(emulator) + path));
        if (token != null) {
            request.header("Authorization", token);
        }
        return anybody.send(request.build(), BodyHandlers.ofString());
    }

    /** The answer's status for a page whose own name leads to the hub; Java's client cannot call a host by another name. */
    private int statusOfAnotherSite(String path, String token) throws Exception {
        String authorization = token.isEmpty() ? "" : "Authorization: " + token + "\r\n";
        try (Socket client =
                TestHub.trust(emulator).getSocketFactory().createSocket(emulator.hostName(), emulator.httpsPort())) {
            client.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: evil.test\r\n" + authorization + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] begin = client.getInputStream().readNBytes("HTTP/1.1 200".length());
            return Integer.parseInt(new String(begin, 9, 3, StandardCharsets.US_ASCII));
        }
    }

    private String token(String policy, String key) {
        return Tokens.ofPolicy(emulator.hostName(), policy, key, Instant.now().plusSeconds(600));
    }

    private static CloudToDeviceMessage message() {
        return new CloudToDeviceMessage(
                null,
                null,
                null,
                "/devices/pump/messages/devicebound",
                null,
                null,
                null,
                AckLevel.FULL,
                Map.of(),
                ByteBuffer.allocate(1));
    }
}
