package io.downlink.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;
import static org.awaitility.Awaitility.await;

import com.azure.core.credential.AzureSasCredential;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.gson.JsonObject;
import com.microsoft.azure.sdk.iot.service.auth.IotHubConnectionStringBuilder;
import com.microsoft.azure.sdk.iot.service.auth.IotHubServiceSasToken;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubGatewayTimeoutException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubNotFoundException;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodRequestOptions;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodResponse;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodsClient;
import com.microsoft.azure.sdk.iot.service.twin.Twin;
import com.microsoft.azure.sdk.iot.service.twin.TwinClient;
import io.downlink.emulator.EmulatorSettings;
import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.faults.Fault;
import io.downlink.emulator.faults.FrontEnd;
import io.downlink.emulator.faults.Kind;
import io.downlink.emulator.faults.Kind.Connections;
import io.downlink.emulator.hub.DeviceConnection;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.MethodRequest;
import io.downlink.emulator.hub.Transport;
import io.downlink.hub.HubSettings;
import io.downlink.hub.HubTls;
import io.downlink.simulator.behaviour.Latency;
import io.downlink.simulator.behaviour.Temper.Rates;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.net.ssl.HttpsURLConnection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fleet on the unmodified device SDK, called through the unmodified service SDK. */
class FleetIT {
    private static final String ADDRESS = "127.44.0.1";
    private static final Rates NEVER = new Rates(0, 0);
    private static final Latency AT_ONCE = new Latency(Duration.ZERO, Duration.ZERO);

    @TempDir
    private static Path data;

    private static HubEmulator hub;
    private static DirectMethodsClient service;

    @TempDir
    private Path records;

    @BeforeAll
    static void startHub() {
        hub = HubEmulator.start(EmulatorSettings.at(ADDRESS, data));
        HttpsURLConnection.setDefaultSSLSocketFactory(
                HubTls.context(hub.caFile()).getSocketFactory());
        service = new DirectMethodsClient(ADDRESS + ":8443", credential("service"));
    }

    @AfterAll
    static void stopHub() {
        hub.close();
    }

    @Test
    void shouldAnswerARebootAndThenReportIt() throws Exception {
        try (Fleet fleet = connect("reboot-1..reboot-3", NEVER, AT_ONCE)) {
            // when
            DirectMethodResponse answer = call("reboot-1", "reboot", Map.of("delay", 3));

            // then
            assertThat(fleet.size()).isEqualTo(3);
            assertThat(answer.getStatus()).isEqualTo(200);
            assertThat(answer.getPayloadAsJsonString()).isEqualTo("{\"result\":\"Reboot started.\"}");
            await().untilAsserted(() -> assertThat(events("reboot-1"))
                    .containsExactly(
                            "connected", "received reboot", "executed reboot", "answered reboot 200", "reported"));
            assertThat(reportedRebootOf("reboot-1")).isBetween(Instant.EPOCH, Instant.now());
        }
    }

    @Test
    void shouldReportEveryRebootOfManyInARow() throws Exception {
        try (Fleet _ = connect("often", NEVER, AT_ONCE)) {
            for (int n = 0; n < 50; n++) {
                call("often", "reboot", Map.of("n", n));
            }

            await().untilAsserted(() ->
                    assertThat(events("often")).filteredOn("reported"::equals).hasSize(50));
        }
    }

    @Test
    void shouldRecordCallsInTheOrderTheyWereMade() throws Exception {
        try (Fleet _ = connect("order-1..order-4", NEVER, AT_ONCE)) {
            // when
            List<CompletableFuture<Void>> lanes = IntStream.rangeClosed(1, 4)
                    .mapToObj(device -> CompletableFuture.runAsync(() -> callInOrder("order-" + device, 100)))
                    .toList();
            lanes.forEach(CompletableFuture::join);

            // then
            List<Integer> asked = IntStream.range(0, 100).boxed().toList();
            for (int device = 1; device <= 4; device++) {
                assertThat(numbers("order-" + device, "received")).isEqualTo(asked);
                assertThat(numbers("order-" + device, "executed")).isEqualTo(asked);
                assertThat(numbers("order-" + device, "answered")).isEqualTo(asked);
            }
        }
    }

    @Test
    void shouldNeverAnswerWhenItHangsAndServeTheOthersMeanwhile() throws Exception {
        try (Fleet _ = connect("hung", new Rates(1, 0), AT_ONCE);
                Fleet _ = connect("lively", NEVER, AT_ONCE)) {
            // when
            CompletableFuture<DirectMethodResponse> hung = CompletableFuture.supplyAsync(() -> mustCall("hung"));
            await().until(() -> events("hung").contains("hung echo"));

            // then
            assertThat(call("lively", "echo", Map.of()).getStatus()).isEqualTo(200);
            assertThat(hung).isNotDone();
            assertThatThrownBy(hung::join).hasRootCauseInstanceOf(IotHubGatewayTimeoutException.class);
            assertThat(events("hung")).containsExactly("connected", "received echo", "hung echo");
        }
    }

    @Test
    void shouldDelayNoOtherDeviceWhenOneIsSlow() throws Exception {
        try (Fleet _ = connect("slow", NEVER, new Latency(Duration.ofSeconds(3), Duration.ZERO));
                Fleet _ = connect("quick", NEVER, AT_ONCE)) {
            // when
            CompletableFuture<DirectMethodResponse> slow = CompletableFuture.supplyAsync(() -> mustCall("slow"));
            await().until(() -> events("slow").contains("received echo"));
            call("quick", "echo", Map.of());

            // then
            assertThat(slow).isNotDone();
            assertThat(slow.join().getStatus()).isEqualTo(200);
        }
    }

    @Test
    void shouldAnswerWithAFailureWhenItsRateIsOne() throws Exception {
        try (Fleet _ = connect("failing", new Rates(0, 1), AT_ONCE)) {
            DirectMethodResponse answer = call("failing", "reboot", Map.of());

            assertThat(answer.getStatus()).isEqualTo(500);
            assertThat(events("failing")).containsExactly("connected", "received reboot", "answered reboot 500");
        }
    }

    @Test
    void shouldSayItselfThatItHasNoSuchMethod() throws Exception {
        try (Fleet _ = connect("simple", NEVER, AT_ONCE)) {
            DirectMethodResponse answer = call("simple", "dance", Map.of());

            assertThat(answer.getStatus()).isEqualTo(501);
            assertThat(answer.getPayloadAsJsonString())
                    .isEqualTo("{\"error\":\"method \\\"dance\\\" is not implemented by simple\"}");
        }
    }

    @Test
    void shouldBeKnownButNotOnlineWhenItIsOnlyRegistered() {
        registry("registryReadWrite").register(List.of("absent"));

        assertThatThrownBy(() -> call("absent", "reboot", Map.of()))
                .isInstanceOf(IotHubNotFoundException.class)
                .hasMessageContaining("404103");
    }

    @Test
    void shouldKeepTheKeyOfADeviceThatTheHubKnows() {
        List<RegisteredDevice> first = registry("registryReadWrite").register(List.of("kept-1", "kept-2"));

        assertThat(registry("registryReadWrite").register(List.of("kept-2", "kept-1")))
                .containsExactlyElementsOf(first.reversed());
    }

    @Test
    void shouldAnswerAgainAfterTheHubDroppedTheConnection() throws Exception {
        try (Fleet _ = connect("dropped", NEVER, AT_ONCE)) {
            // given
            call("dropped", "echo", Map.of("n", 1));
            // when
            drop("dropped");
            await().until(() -> events("dropped").getLast().equals("connected"));
            DirectMethodResponse answer = call("dropped", "echo", Map.of("n", 2));
            // then
            assertThat(answer.getPayloadAsJsonString()).isEqualTo("{\"n\":2}");
            assertThat(events("dropped"))
                    .containsSubsequence(
                            "connected", "answered echo 200", "disconnected", "connected", "executed echo");
        }
    }

    @Test
    void shouldComeBackWhenTheSdkGaveItUp() throws Exception {
        TwinClient twins = new TwinClient(ADDRESS + ":8443", credential("service"));
        Twin twin = new Twin("given-up");
        try (Fleet _ = connect("given-up", NEVER, AT_ONCE)) {
            // given
            String outage = hub.faults().add(Fault.of(new Kind.Outage(Set.of(FrontEnd.MQTTS), Connections.CLOSED)));
            try {
                // The SDK tries once more within a second, and gives up when that ends in its TLS handshake.
                await().during(Duration.ofSeconds(3))
                        .until(() -> events("given-up").getLast().equals("disconnected"));
            } finally {
                // when
                hub.faults().remove(outage);
            }
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> events("given-up").getLast().equals("connected"));
            // then
            await().ignoreExceptionsInstanceOf(IotHubNotFoundException.class)
                    .untilAsserted(() -> assertThat(
                                    call("given-up", "reboot", Map.of()).getStatus())
                            .isEqualTo(200));
            await().untilAsserted(() -> assertThat(events("given-up")).contains("reported"));
            twin.getDesiredProperties().put("interval", 5);
            twins.patch(twin);
            await().untilAsserted(() -> assertThat(events("given-up")).contains("desired-applied"));
        }
    }

    @Test
    void shouldFinishWhatItDoesWhenTheConnectionDropsMeanwhile() throws Exception {
        try (Fleet _ = connect("busy", NEVER, new Latency(Duration.ofSeconds(2), Duration.ZERO))) {
            // given
            CompletableFuture<DirectMethodResponse> call = CompletableFuture.supplyAsync(() -> mustCall("busy"));
            await().until(() -> events("busy").contains("received echo"));
            // when
            drop("busy");
            // then
            assertThatThrownBy(call::join).hasRootCauseInstanceOf(IotHubException.class);
            await().untilAsserted(() -> assertThat(events("busy")).contains("executed echo", "answered echo 200"));
            assertThat(events("busy")).filteredOn("received echo"::equals).hasSize(1);
        }
    }

    @Test
    void shouldSayInOneLineThatAKeyIsWrong() {
        RegisteredDevice device =
                registry("registryReadWrite").register(List.of("wrong-key")).getFirst();
        RegisteredDevice imposter = new RegisteredDevice(device.id(), "bm90IHRoZSBrZXk=");

        assertThatThrownBy(() -> Fleet.connect(List.of(imposter), settings(NEVER, AT_ONCE)))
                .isInstanceOf(SimulatorException.class)
                .hasMessageMatching("device wrong-key cannot connect to 127\\.44\\.0\\.1:8883 over MQTT: .*");
    }

    @Test
    void shouldLeaveNoDeviceConnectedWhenOneOfThemCannotConnect() {
        // given
        List<RegisteredDevice> fleet =
                new ArrayList<>(registry("registryReadWrite").register(DeviceIds.parse("mixed-1..mixed-8")));
        fleet.set(3, new RegisteredDevice("mixed-4", "bm90IHRoZSBrZXk="));
        // when
        assertThatThrownBy(() -> Fleet.connect(fleet, settings(NEVER, AT_ONCE))).hasMessageContaining("mixed-4");
        // then
        await().untilAsserted(() -> assertThat(fleet)
                .noneMatch(device ->
                        hub.hub().registry().get(new DeviceId(device.id())).connected()));
    }

    @Test
    void shouldSayInOneLineThatThePolicyMayNotRegister() {
        assertThatThrownBy(() -> registry("service").register(List.of("pump-1")))
                .isInstanceOf(SimulatorException.class)
                .hasMessageMatching("cannot register pump-1 on https://127\\.44\\.0\\.1:8443: .*");
    }

    private Fleet connect(String devices, Rates rates, Latency latency) {
        return Fleet.connect(
                registry("registryReadWrite").register(DeviceIds.parse(devices)), settings(rates, latency));
    }

    private FleetSettings settings(Rates rates, Latency latency) {
        return new FleetSettings(
                ADDRESS,
                HubTls.context(hub.caFile()),
                Settlement.COMPLETE,
                records,
                rates,
                latency,
                1,
                Clock.systemUTC());
    }

    private static Registry registry(String policy) {
        return new Registry(
                HubSettings.fromConnectionString("test", hub.connectionString(policy), 8443, hub.caFile(), 1));
    }

    /** Another connection of the same device takes its place, as the hub allows one at a time, and goes. */
    private static void drop(String deviceId) {
        hub.hub().connect(new DeviceId(deviceId), new NoConnection(), false).end();
    }

    private static DirectMethodResponse call(String deviceId, String method, Object payload)
            throws IOException, IotHubException {
        return service.invoke(
                deviceId,
                method,
                DirectMethodRequestOptions.builder()
                        .payload(payload)
                        .methodResponseTimeoutSeconds(5)
                        .methodConnectTimeoutSeconds(0)
                        .build());
    }

    private static DirectMethodResponse mustCall(String deviceId) {
        try {
            return call(deviceId, "echo", Map.of());
        } catch (IOException | IotHubException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void callInOrder(String deviceId, int calls) {
        for (int n = 0; n < calls; n++) {
            try {
                call(deviceId, "setValue", Map.of("n", n));
            } catch (IOException | IotHubException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static Instant reportedRebootOf(String deviceId) throws IOException, IotHubException {
        TwinClient twins = new TwinClient(ADDRESS + ":8443", credential("service"));
        Object reboot = twins.get(deviceId).getReportedProperties().get("reboot");
        assertThat(reboot).asInstanceOf(MAP).containsOnlyKeys("at");
        return Instant.parse(String.valueOf(((Map<?, ?>) Objects.requireNonNull(reboot)).get("at")));
    }

    private List<String> events(String deviceId) {
        return Records.events(records, deviceId);
    }

    private List<Integer> numbers(String deviceId, String event) {
        return Records.lines(records, deviceId).stream()
                .filter(line -> line.get("event").getAsString().equals(event))
                .map(line -> line.getAsJsonObject("payload"))
                .map((JsonObject payload) -> payload.get("n").getAsInt())
                .toList();
    }

    private static AzureSasCredential credential(String policy) {
        return new AzureSasCredential(new IotHubServiceSasToken(
                        IotHubConnectionStringBuilder.createIotHubConnectionString(hub.connectionString(policy)))
                .toString());
    }

    /** A connection over which nothing goes. */
    private static final class NoConnection implements DeviceConnection {

        @Override
        public Transport transport() {
            return Transport.MQTT;
        }

        @Override
        public void deliver(MethodRequest request) {}

        @Override
        public void desiredChanged(ObjectNode patch, long version) {}

        @Override
        public void close() {}
    }
}
