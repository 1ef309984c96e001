package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.twin.DirectMethodResponse;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.MethodCall;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Devices of the SDK that do not read what they are sent, and those beside them that do. */
class UnreadIT {
    private static HubEmulator emulator;
    private static StallingRelay relay;

    @BeforeAll
    static void start() throws IOException {
        emulator = TestHub.startBehind("127.73.0.1", "127.73.0.2");
        relay = new StallingRelay(
                "127.73.0.1", "127.73.0.2", List.of(emulator.httpsPort(), emulator.amqpsPort(), emulator.mqttsPort()));
    }

    @AfterAll
    static void stop() throws IOException {
        relay.close();
        emulator.close();
    }

    @ParameterizedTest
    @EnumSource(value = IotHubClientProtocol.class, mode = EnumSource.Mode.EXCLUDE, names = "HTTPS")
    void shouldLoseADeviceThatDoesNotReadAndNoOther(IotHubClientProtocol protocol) throws Exception {
        DeviceId stalled = new DeviceId("stalled-" + protocol);
        DeviceId other = new DeviceId("other-" + protocol);
        try (SdkDevice _ = device(stalled, protocol)) {
            relay.stall();
            try (SdkDevice _ = device(other, protocol)) {
                Traffic.METHOD_CALLS.sendUntilLost(emulator, stalled);

                assertThat(Traffic.isConnected(emulator, other)).isTrue();
                assertThat(answer(other)).isEqualTo(200);
            }
        } finally {
            relay.goOn();
        }
    }

    @ParameterizedTest
    @EnumSource(value = IotHubClientProtocol.class, mode = EnumSource.Mode.EXCLUDE, names = "HTTPS")
    void shouldSendWhatWaitedOnceTheDeviceReadsAgain(IotHubClientProtocol protocol) throws Exception {
        DeviceId device = new DeviceId("resumed-" + protocol);
        try (SdkDevice client = device(device, protocol)) {
            relay.stall();
            for (int i = 0; i < 60; i++) {
                Traffic.METHOD_CALLS.send(emulator, device);
            }

            relay.goOn();

            await().atMost(Duration.ofSeconds(30)).until(() -> client.called().size() == 60);
            assertThat(answer(device)).isEqualTo(200);
        }
    }

    private static SdkDevice device(DeviceId id, IotHubClientProtocol protocol) {
        return SdkDevice.connect(emulator, TestHub.register(emulator, id.value()), protocol)
                .answering((_, _) -> new DirectMethodResponse(200, null));
    }

    private static int answer(DeviceId device) throws Exception {
        return emulator.hub()
                .methods()
                .invoke(device, new MethodCall("ping", "null", Duration.ofSeconds(30), Duration.ZERO))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS)
                .status();
    }
}
