package io.downlink.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.azure.sdk.iot.device.ClientOptions;
import com.microsoft.azure.sdk.iot.device.DeviceClient;
import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.twin.DirectMethodResponse;
import io.downlink.emulator.DevelopmentKeys;
import io.downlink.emulator.EmulatorSettings;
import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.faults.Fault;
import io.downlink.emulator.faults.Kind;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.DeviceSpec;
import io.downlink.hub.HubFailure.ConnectionLost;
import io.downlink.hub.HubFailure.DeviceNotFound;
import io.downlink.hub.HubFailure.DeviceNotOnline;
import io.downlink.hub.HubFailure.Unauthorized;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client, the unmodified service SDK and a whole hub. */
class IotHubClientIT {
    private static final String ADDRESS = "127.41.0.4";

    private static HubEmulator emulator;
    private static IotHubClient client;

    @BeforeAll
    static void start(@TempDir Path directory) {
        emulator = HubEmulator.start(EmulatorSettings.at(ADDRESS, directory));
        client = open("service");
    }

    @AfterAll
    static void stop() {
        client.close();
        emulator.close();
    }

    @Test
    void shouldTellTheAnswerOfADeviceThatRunsTheDeviceSdk() throws Exception {
        // given
        DeviceClient device = new DeviceClient(
                "HostName=" + ADDRESS + ";DeviceId=device-1;SharedAccessKey=" + DevelopmentKeys.DEVICE_1_KEY,
                IotHubClientProtocol.MQTT,
                ClientOptions.builder()
                        .sslContext(HubTls.context(emulator.caFile()))
                        .build());
        device.open(false);
        try {
            device.subscribeToMethods(
                    (method, payload, _) ->
                            new DirectMethodResponse(207, List.of(method, payload.getPayloadAsJsonString())),
                    null);
            // when
            MethodResult result = invoke(new MethodCall(
                    "device-1", null, "reboot", "{\"delay\":3}", Duration.ofSeconds(5), Duration.ofSeconds(10)));
            // then
            assertThat(result).isEqualTo(new MethodResult(207, "[\"reboot\",\"{\\\"delay\\\":3}\"]"));
        } finally {
            device.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a#b", "a?b", "a%2Fb", "a%23b", "it's", "a+b", "a", "A-:.+%_#*?!(),=@;$'9"})
    void shouldReachTheDeviceThatWasMeantWhenIdsAreOdd(String id) {
        try (CoreDevice device = new CoreDevice(emulator, id)) {
            // when
            MethodResult result = invoke(call(id, "{\"keep\":null}"));
            // then
            assertThat(result).isEqualTo(new MethodResult(200, "\"" + id + "\""));
            assertThat(device.executed())
                    .singleElement()
                    .satisfies(request -> assertThat(request.payload()).isEqualTo("{\"keep\":null}"));
        }
    }

    @Test
    void shouldTellThatADeviceIsNotFound() {
        assertThat(failureOf(client, call("nobody", "{}")))
                .isExactlyInstanceOf(DeviceNotFound.class)
                .satisfies(failure -> {
                    assertThat(failure.evidence().hubErrorCode()).isEqualTo(404001);
                    assertThat(failure.evidence().trackingId()).isNotBlank();
                });
    }

    @Test
    void shouldTellThatADeviceIsNotOnline() {
        // given
        emulator.hub().registry().create(new DeviceSpec(new DeviceId("asleep"), null, true, null));
        // then
        assertThat(failureOf(client, call("asleep", "{}")))
                .isExactlyInstanceOf(DeviceNotOnline.class)
                .satisfies(
                        failure -> assertThat(failure.evidence().hubErrorCode()).isEqualTo(404103));
    }

    @Test
    void shouldTellThatThePolicyHasNotTheRight() {
        try (CoreDevice device = new CoreDevice(emulator, "guarded");
                IotHubClient reader = open("registryRead")) {
            assertThat(failureOf(reader, call("guarded", "{}"))).isExactlyInstanceOf(Unauthorized.class);
            assertThat(device.executed()).isEmpty();
        }
    }

    @Test
    void shouldBeInDoubtAfterOneExecutionWhenTheHubClosesInsteadOfAnswering() {
        try (CoreDevice device = new CoreDevice(emulator, "lost-answer")) {
            // given
            emulator.faults()
                    .add(Fault.of(new Kind.ExecuteThenClose()).on("lost-answer").times(1));
            // when
            HubFailure failure = failureOf(client, call("lost-answer", "{}"));
            // then
            assertThat(failure).isExactlyInstanceOf(ConnectionLost.class);
            assertThat(failure.mayHaveExecuted()).isTrue();
            assertThat(device.executed()).hasSize(1);
        }
    }

    @Test
    void shouldExecuteEachCallOnceWhenManyAreInFlight() {
        try (CoreDevice device = new CoreDevice(emulator, "busy")) {
            // when
            List<MethodResult> results = Uni.join()
                    .all(IntStream.range(0, 500)
                            .mapToObj(i -> client.invoke(call("busy", Integer.toString(i))))
                            .toList())
                    .andFailFast()
                    .await()
                    .atMost(Duration.ofSeconds(30));
            // then
            assertThat(results).hasSize(500).allMatch(result -> result.status() == 200);
            assertThat(device.executed())
                    .extracting(request -> Integer.valueOf(request.payload()))
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, 500).boxed().toList());
        }
    }

    private static IotHubClient open(String policy) {
        return IotHubClient.open(
                HubSettings.fromConnectionString(
                        "default", emulator.connectionString(policy), emulator.httpsPort(), emulator.caFile(), 50),
                Loops.VERTX);
    }

    private static MethodResult invoke(MethodCall call) {
        return client.invoke(call).await().atMost(Duration.ofSeconds(20));
    }

    private static MethodCall call(String deviceId, String payloadJson) {
        return new MethodCall(deviceId, null, "reboot", payloadJson, Duration.ZERO, Duration.ofSeconds(10));
    }

    private static HubFailure failureOf(IotHubClient client, MethodCall call) {
        Throwable failure = client.invoke(call)
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create())
                .awaitFailure(Duration.ofSeconds(20))
                .getFailure();
        return ((HubException) failure).failure();
    }
}
