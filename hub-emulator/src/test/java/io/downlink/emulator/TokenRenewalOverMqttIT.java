package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.azure.sdk.iot.device.ClientOptions;
import com.microsoft.azure.sdk.iot.device.DeviceClient;
import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.IotHubConnectionStatusChangeReason;
import io.downlink.emulator.security.AccessRules;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** MQTT has no word for a new token: a device renews it by a new connection. */
class TokenRenewalOverMqttIT {
    private static HubEmulator emulator;

    @BeforeAll
    static void start() {
        emulator = TestHub.start("127.61.0.1", AccessRules.DEFAULT.withGrace(Duration.ofSeconds(1)));
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @Test
    void shouldDropAConnectionAfterItsTokenSoThatTheDeviceRenewsIt() throws Exception {
        List<IotHubConnectionStatusChangeReason> heard = new CopyOnWriteArrayList<>();
        DeviceClient client = new DeviceClient(
                TestHub.register(emulator, "renews"),
                IotHubClientProtocol.MQTT,
                ClientOptions.builder()
                        .sslContext(TestHub.trust(emulator))
                        .sasTokenExpiryTime(3)
                        .build());
        client.setConnectionStatusChangeCallback(change -> heard.add(change.getNewStatusReason()), null);
        try {
            client.open(false);

            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(heard)
                            .containsSubsequence(
                                    IotHubConnectionStatusChangeReason.CONNECTION_OK,
                                    IotHubConnectionStatusChangeReason.EXPIRED_SAS_TOKEN,
                                    IotHubConnectionStatusChangeReason.CONNECTION_OK));
        } finally {
            client.close();
        }
    }
}
