package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.microsoft.azure.sdk.iot.device.ClientOptions;
import com.microsoft.azure.sdk.iot.device.DeviceClient;
import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.IotHubConnectionStatusChangeReason;
import com.microsoft.azure.sdk.iot.device.IotHubStatusCode;
import com.microsoft.azure.sdk.iot.device.Message;
import com.microsoft.azure.sdk.iot.device.exceptions.IotHubClientException;
import com.microsoft.azure.sdk.iot.device.transport.IotHubConnectionStatus;
import com.microsoft.azure.sdk.iot.device.transport.NoRetry;
import com.microsoft.azure.sdk.iot.device.twin.DirectMethodResponse;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.DeviceSpec;
import io.downlink.emulator.hub.IfMatch;
import io.downlink.emulator.hub.MethodAnswer;
import io.downlink.emulator.hub.MethodCall;
import io.downlink.emulator.hub.Transport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the unmodified SDK lives through a device's troubles on AMQP. */
class AmqpSdkDeviceIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    private static HubEmulator emulator;

    @BeforeAll
    static void start() {
        emulator = TestHub.start("127.62.0.8");
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @Test
    void shouldTakeTelemetryAndRefuseWhatIsTooLarge() throws Exception {
        try (SdkDevice device = device("telemetry")) {
            device.client().sendEvent(new Message(new byte[255 * 1024]));

            assertThatThrownBy(() -> device.client().sendEvent(new Message(new byte[265 * 1024])))
                    .isInstanceOfSatisfying(
                            IotHubClientException.class,
                            refusal -> assertThat(refusal.getStatusCode())
                                    .isEqualTo(IotHubStatusCode.REQUEST_ENTITY_TOO_LARGE));
            device.client().sendEvent(new Message("small"));
            assertThat(emulator.hub().registry().get(new DeviceId("telemetry")).transport())
                    .isEqualTo(Transport.AMQP);
        }
    }

    @Test
    void shouldRefuseAWrongKey() {
        TestHub.register(emulator, "wrong-key");
        String connectionString =
                "HostName=" + emulator.hostName() + ";DeviceId=wrong-key;SharedAccessKey=" + DevelopmentKeys.DEVICE;

        assertThatThrownBy(() -> SdkDevice.connect(emulator, connectionString, IotHubClientProtocol.AMQPS))
                .hasCauseInstanceOf(IotHubClientException.class)
                .cause()
                .extracting(refusal -> ((IotHubClientException) refusal).getStatusCode())
                .isEqualTo(IotHubStatusCode.UNAUTHORIZED);
    }

    @Test
    void shouldKeepTheConnectionOfADeviceThatRenewsItsToken() throws Exception {
        DeviceClient client = new DeviceClient(
                TestHub.register(emulator, "renews"),
                IotHubClientProtocol.AMQPS,
                ClientOptions.builder()
                        .sslContext(TestHub.trust(emulator))
                        .sasTokenExpiryTime(4)
                        .build());
        List<IotHubConnectionStatus> statuses = statuses(client);
        client.open(false);
        try {
            // Longer than the token and what the hub adds to it.
            await().during(Duration.ofSeconds(15))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> List.of(IotHubConnectionStatus.CONNECTED).equals(statuses));
            client.sendEvent(new Message("still here"));
        } finally {
            client.close();
        }
    }

    @Test
    void shouldEndTheConnectionOfADeviceThatDoesNot() throws Exception {
        TestHub.register(emulator, "expires");
        String key = emulator.hub()
                .registry()
                .get(new DeviceId("expires"))
                .identity()
                .keys()
                .primary();
        String token = Tokens.ofDevice(
                emulator.hostName(), "expires", key, Instant.now().plusSeconds(3));
        DeviceClient client = new DeviceClient(
                "HostName=" + emulator.hostName() + ";DeviceId=expires;SharedAccessSignature=" + token,
                IotHubClientProtocol.AMQPS,
                ClientOptions.builder().sslContext(TestHub.trust(emulator)).build());
        List<IotHubConnectionStatusChangeReason> reasons = new CopyOnWriteArrayList<>();
        client.setConnectionStatusChangeCallback(change -> reasons.add(change.getNewStatusReason()), null);
        client.open(false);
        try {
            await().atMost(LONG)
                    .untilAsserted(
                            () -> assertThat(reasons).contains(IotHubConnectionStatusChangeReason.EXPIRED_SAS_TOKEN));
            assertThat(connected("expires")).isFalse();
        } finally {
            client.close();
        }
    }

    @Test
    void shouldEndTheConnectionOfADisabledDevice() throws Exception {
        try (SdkDevice device = device("disabled")) {
            List<IotHubConnectionStatus> statuses = statuses(device.client());

            emulator.hub().registry().update(new DeviceSpec(new DeviceId("disabled"), null, false, null), IfMatch.ANY);

            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(statuses).contains(IotHubConnectionStatus.DISCONNECTED_RETRYING));
            assertThat(connected("disabled")).isFalse();
        }
    }

    @Test
    void shouldEndTheFirstConnectionWhenTheDeviceConnectsOnceMore() throws Exception {
        String connectionString = TestHub.register(emulator, "twice");
        try (SdkDevice first = SdkDevice.connect(emulator, connectionString, IotHubClientProtocol.AMQPS)) {
            // Else the two would take the place of each other for ever.
            first.client().setRetryPolicy(new NoRetry());
            List<IotHubConnectionStatus> statuses = statuses(first.client());
            try (SdkDevice second = SdkDevice.connect(emulator, connectionString, IotHubClientProtocol.AMQPS)
                    .answering((_, _) -> new DirectMethodResponse(200, "second"))) {
                await().atMost(LONG)
                        .untilAsserted(() -> assertThat(statuses).endsWith(IotHubConnectionStatus.DISCONNECTED));
                assertThat(call("twice").payload()).isEqualTo("\"second\"");
                second.client().sendEvent(new Message("here"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "KillTcp",
                "KillAmqpConnection",
                "KillAmqpSession",
                "KillAmqpCBSLinkReq",
                "KillAmqpCBSLinkResp",
                "KillAmqpD2CLink",
                "KillAmqpC2DLink",
                "KillAmqpTwinLinkReq",
                "KillAmqpTwinLinkResp",
                "KillAmqpMethodReqLink",
                "KillAmqpMethodRespLink",
                "ShutDownAmqp"
            })
    void shouldDoWhatAFaultMessageAsksForAndTakeTheDeviceBack(String operation) throws Exception {
        String id = "asks-" + operation;
        try (SdkDevice device = device(id).answering((_, _) -> new DirectMethodResponse(200, "here"))) {
            List<String> desired = new CopyOnWriteArrayList<>();
            device.client().subscribeToDesiredProperties((twin, _) -> desired.add(twin.toString()), null);
            assertThat(call(id).payload()).isEqualTo("\"here\"");
            List<IotHubConnectionStatus> statuses = statuses(device.client());

            device.client().sendEvent(FaultMessages.of(operation, 1, 1)); // returns when the hub has accepted it

            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(statuses)
                            .startsWith(IotHubConnectionStatus.DISCONNECTED_RETRYING)
                            .endsWith(IotHubConnectionStatus.CONNECTED));
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(call(id).payload()).isEqualTo("\"here\""));
            device.client().sendEvent(new Message("again"));
        }
    }

    @Test
    void shouldRefuseTelemetryWithoutTheRightForAWhile() throws Exception {
        try (SdkDevice device = device("asks-auth")) {
            device.client().sendEvent(FaultMessages.of("InvokeAuthError", 0, 60));

            await().untilAsserted(() -> assertThatThrownBy(() -> device.client().sendEvent(new Message("x")))
                    .isInstanceOfSatisfying(
                            IotHubClientException.class,
                            refusal -> assertThat(refusal.getStatusCode()).isEqualTo(IotHubStatusCode.UNAUTHORIZED)));
        }
    }

    private static SdkDevice device(String id) {
        return SdkDevice.connect(emulator, TestHub.register(emulator, id), IotHubClientProtocol.AMQPS);
    }

    /** The states a client goes through from now on. */
    private static List<IotHubConnectionStatus> statuses(DeviceClient client) {
        List<IotHubConnectionStatus> statuses = new CopyOnWriteArrayList<>();
        client.setConnectionStatusChangeCallback(change -> statuses.add(change.getNewStatus()), null);
        return statuses;
    }

    private static boolean connected(String device) {
        return emulator.hub().registry().get(new DeviceId(device)).connected();
    }

    private static MethodAnswer call(String device) {
        return emulator.hub()
                .methods()
                .invoke(
                        new DeviceId(device),
                        new MethodCall("who", "null", Duration.ofSeconds(20), Duration.ofSeconds(20)))
                .toCompletableFuture()
                .join();
    }
}
