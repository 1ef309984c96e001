package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.Message;
import com.microsoft.azure.sdk.iot.device.exceptions.IotHubClientException;
import io.downlink.emulator.hub.ClientId;
import io.downlink.emulator.hub.DeviceId;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The unmodified device SDK over HTTPS, which asks for messages every 10 ms. */
class DeviceOverHttpsIT extends MessageOutcomeContract {
    private static HubEmulator emulator;

    @BeforeAll
    static void start() {
        emulator = TestHub.startAt443("127.63.0.4");
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
        return IotHubClientProtocol.HTTPS;
    }

    @Test
    void shouldSendOneMessageAndSeveralAtOnce() throws Exception {
        try (SdkDevice device = SdkDevice.connect(emulator, register("sends"), protocol())) {
            Message message = new Message("one");
            message.setProperty("name", "value");
            device.client().sendEvent(message);
            device.client().sendEvents(List.of(new Message("two"), new Message("three")));
        }
        var device = emulator.hub().registry().get(ClientId.of(new DeviceId("sends")));
        assertThat(device.lastActivity()).isNotNull();
        assertThat(device.connected()).isFalse();
    }

    @Test
    void shouldRefuseAMessageThatIsTooLarge() {
        try (SdkDevice device = SdkDevice.connect(emulator, register("large"), protocol())) {
            assertThatThrownBy(() -> device.client().sendEvent(new Message(new byte[256 * 1024])))
                    .isInstanceOf(IotHubClientException.class);
        }
    }
}
