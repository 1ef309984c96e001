package io.downlink.emulator;

import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** All that a device does over MQTT, through a WebSocket. */
class MqttOverWebSocketIT {
    private static HubEmulator emulator;

    @BeforeAll
    static void start() {
        emulator = TestHub.startAt443("127.63.0.3");
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @Nested
    class Messages extends CloudToDeviceContract {
        @Override
        HubEmulator emulator() {
            return emulator;
        }

        @Override
        IotHubClientProtocol protocol() {
            return IotHubClientProtocol.MQTT_WS;
        }
    }

    @Nested
    class Twins extends TwinContract {
        @Override
        HubEmulator emulator() {
            return emulator;
        }

        @Override
        IotHubClientProtocol protocol() {
            return IotHubClientProtocol.MQTT_WS;
        }
    }

    @Nested
    class Methods extends EmulatedDirectMethods {
        @Override
        HubEmulator emulator() {
            return emulator;
        }

        @Override
        IotHubClientProtocol protocol() {
            return IotHubClientProtocol.MQTT_WS;
        }
    }
}
