package io.downlink.emulator;

import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import io.downlink.emulator.hub.MessagingRules;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class CloudToDeviceOverAmqpIT extends MessageOutcomeContract {
    private static HubEmulator emulator;

    @BeforeAll
    static void start() {
        emulator = TestHub.start("127.62.0.1", MessagingRules.DEFAULT.withFeedbackPause(Duration.ofMillis(100)));
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
