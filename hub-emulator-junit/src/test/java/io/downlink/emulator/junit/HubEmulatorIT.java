package io.downlink.emulator.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.azure.sdk.iot.device.DeviceClient;
import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.IotHubMessageResult;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubNotFoundException;
import com.microsoft.azure.sdk.iot.service.messaging.IotHubServiceClientProtocol;
import com.microsoft.azure.sdk.iot.service.messaging.Message;
import com.microsoft.azure.sdk.iot.service.messaging.MessagingClient;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodsClient;
import io.downlink.emulator.EmulatorSettings;
import io.downlink.emulator.Port443;
import io.downlink.emulator.hub.MessagingRules;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@HubEmulator(settings = HubEmulatorIT.EagerFeedback.class)
class HubEmulatorIT {
    private final EmulatedHub hub;

    HubEmulatorIT(EmulatedHub hub) {
        this.hub = hub;
    }

    @Test
    void shouldBringMessagesToDevicesOfTheUnmodifiedSdks() throws Exception {
        // given
        List<String> received = new CopyOnWriteArrayList<>();
        DeviceClient device = new DeviceClient(hub.deviceConnectionString("pump-1"), IotHubClientProtocol.MQTT);
        device.setMessageCallback(
                (message, _) -> {
                    received.add(new String(message.getBytes(), StandardCharsets.UTF_8));
                    return IotHubMessageResult.COMPLETE;
                },
                null);
        MessagingClient service =
                new MessagingClient(hub.connectionString("service"), IotHubServiceClientProtocol.AMQPS);
        try {
            device.open(false);
            service.open();

            // when
            service.send("pump-1", new Message("Cloud to device message."));

            // then
            await().atMost(Duration.ofSeconds(30)).until(() -> received.equals(List.of("Cloud to device message.")));
        } finally {
            device.close();
            service.close();
        }
    }

    @Test
    void shouldBeTrustedByTheHttpsClientsOfTheServiceSdk() {
        assumeThat(hub.emulator().httpsPorts())
                .as("connection strings lead to port 443, which this user may not have")
                .contains(Port443.NUMBER);

        assertThatThrownBy(() -> new DirectMethodsClient(hub.connectionString()).invoke("nobody", "reboot"))
                .isInstanceOf(IotHubNotFoundException.class);
    }

    @Test
    void shouldBeTrustedByTheJvmsDefault() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(
                            "https://" + hub.hostName() + ":" + hub.emulator().httpsPort() + "/devices/pump-1"))
                    .build();

            assertThat(client.send(request, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(400); // no api-version; whoever gets this far has trusted the certificate
        }
    }

    @Test
    void shouldKnowADeviceOnceItWasAskedFor() {
        assertThat(hub.deviceConnectionString("pump-2"))
                .startsWith("HostName=" + hub.hostName() + ";DeviceId=pump-2;SharedAccessKey=")
                .isEqualTo(hub.deviceConnectionString("pump-2"));
    }

    @Test
    void shouldHaveAnAddressOfItsOwnBesideAnotherHub() {
        assumeThat(hub.hostName()).as("the only address of this system").isNotEqualTo("127.0.0.1");

        try (StartedHub another = StartedHub.start(UnaryOperator.identity())) {
            assertThat(another.hub().hostName()).isNotEqualTo(hub.hostName());
            assertThat(another.emulator().mqttsPort()).isEqualTo(hub.emulator().mqttsPort());
        }
    }

    @Nested
    class NestedTests {
        @Test
        void shouldUseTheHubOfTheClassAround(EmulatedHub nested) {
            assertThat(nested).isSameAs(hub);
        }
    }

    static final class EagerFeedback implements UnaryOperator<EmulatorSettings> {
        @Override
        public EmulatorSettings apply(EmulatorSettings settings) {
            return settings.with(MessagingRules.DEFAULT.withFeedbackPause(Duration.ofMillis(100)));
        }
    }
}
