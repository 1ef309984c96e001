package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.Transport;
import io.downlink.emulator.security.AccessRules;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the hub says that devices are connected by. */
class TransportsIT {
    private static HubEmulator emulator;

    @BeforeAll
    static void start() {
        emulator = TestHub.startAt443("127.73.0.7", AccessRules.DEFAULT);
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @ParameterizedTest
    @CsvSource({"MQTT, MQTT", "MQTT_WS, MQTT_WS", "AMQPS, AMQP", "AMQPS_WS, AMQP_WS"})
    void shouldTellWebSocketsFromPortsOfTheirOwn(IotHubClientProtocol protocol, Transport transport) {
        String id = "pump-" + protocol;
        try (SdkDevice _ = SdkDevice.connect(emulator, TestHub.register(emulator, id), protocol)) {
            assertThat(emulator.hub().registry().get(new DeviceId(id)).transport())
                    .isEqualTo(transport);
        }
    }
}
