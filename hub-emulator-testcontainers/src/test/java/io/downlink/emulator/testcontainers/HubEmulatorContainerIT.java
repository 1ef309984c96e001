package io.downlink.emulator.testcontainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.exception.NotFoundException;
import com.microsoft.azure.sdk.iot.device.ClientOptions;
import com.microsoft.azure.sdk.iot.device.DeviceClient;
import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.IotHubMessageResult;
import com.microsoft.azure.sdk.iot.service.messaging.IotHubServiceClientProtocol;
import com.microsoft.azure.sdk.iot.service.messaging.Message;
import com.microsoft.azure.sdk.iot.service.messaging.MessagingClient;
import com.microsoft.azure.sdk.iot.service.messaging.MessagingClientOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;

class HubEmulatorContainerIT {
    @BeforeAll
    static void needsAnEngineAndTheImage() {
        assumeThat(DockerClientFactory.instance().isDockerAvailable())
                .as("a Docker engine")
                .isTrue();
        assumeThat(imageIsThere())
                .as("image %s; ./downlink images builds it", HubEmulatorContainer.DEFAULT_IMAGE)
                .isTrue();
    }

    @Test
    void shouldServeTheUnmodifiedSdks() throws Exception {
        try (HubEmulatorContainer hub = new HubEmulatorContainer()) {
            hub.start();

            // given
            List<String> received = new CopyOnWriteArrayList<>();
            DeviceClient device = new DeviceClient(
                    hub.deviceConnectionString(),
                    IotHubClientProtocol.MQTT,
                    ClientOptions.builder().sslContext(hub.sslContext()).build());
            device.setMessageCallback(
                    (message, _) -> {
                        received.add(new String(message.getBytes(), StandardCharsets.UTF_8));
                        return IotHubMessageResult.COMPLETE;
                    },
                    null);
            MessagingClient service = new MessagingClient(
                    hub.serviceConnectionString(),
                    IotHubServiceClientProtocol.AMQPS,
                    MessagingClientOptions.builder()
                            .sslContext(hub.sslContext())
                            .build());
            try {
                device.open(false);
                service.open();

                // when
                service.send("device-1", new Message("Cloud to device message."));

                // then
                await().atMost(Duration.ofSeconds(30))
                        .untilAsserted(() -> assertThat(received).containsExactly("Cloud to device message."));
            } finally {
                device.close();
                service.close();
            }
        }
    }

    private static boolean imageIsThere() {
        try {
            DockerClientFactory.lazyClient()
                    .inspectImageCmd(HubEmulatorContainer.DEFAULT_IMAGE.asCanonicalNameString())
                    .exec();
            return true;
        } catch (NotFoundException notBuilt) {
            return false;
        }
    }
}
