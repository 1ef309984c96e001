package io.downlink.emulator;

import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class DirectMethodsOverAmqpIT extends EmulatedDirectMethods {
    private static HubEmulator emulator;

    @BeforeAll
    static void start() {
        emulator = TestHub.start("127.62.0.5");
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @Override
    HubEmulator emulator() {
        return emulator;
    }

    @Override
    IotHubClientProtocol protocol() {
        return IotHubClientProtocol.AMQPS;
    }
}
