package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.credential.AzureSasCredential;
import com.microsoft.azure.sdk.iot.device.twin.DirectMethodResponse;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodsClient;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DirectMethodsIT {
    private static HubEmulator emulator;

    @BeforeAll
    static void start() {
        emulator = TestHub.start("127.40.0.1");
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @Test
    void shouldReturnTheDevicesAnswer() throws Exception {
        String device = TestHub.register(emulator, "pump-1");
        try (SdkDevice pump =
                SdkDevice.connect(emulator, device).answering((m, p) -> new DirectMethodResponse(200, p))) {
            DirectMethodsClient client = new DirectMethodsClient(
                    emulator.hostName() + ":8443",
                    new AzureSasCredential(Tokens.ofPolicy(
                            emulator.hostName(),
                            "service",
                            DevelopmentKeys.SERVICE,
                            Instant.now().plusSeconds(600))));
            assertThat(client.invoke("pump-1", "reboot").getStatus()).isEqualTo(200);
            assertThat(pump.called()).containsExactly("reboot");
        }
    }
}
