package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubEmulatorIT {
    private static final String ADDRESS = "127.40.0.8";

    @TempDir
    private Path dataDir;

    @Test
    void shouldStandBesideAnotherAtFreePorts() throws Exception {
        try (HubEmulator first = atFreePorts();
                HubEmulator second = atFreePorts()) {
            assertThat(List.of(first.httpsPort(), first.mqttsPort(), second.httpsPort(), second.mqttsPort()))
                    .doesNotHaveDuplicates()
                    .allSatisfy(port -> assertThat(port).isPositive());
            for (int i = 0; i < 8; i++) { // each on another event loop of the same port
                try (HttpClientOf client = new HttpClientOf(second)) {
                    assertThat(client.send("GET", "/$emulator/health", "").statusCode())
                            .isEqualTo(200);
                }
            }
        }
    }

    @Test
    void shouldGiveThePortsBack() {
        HubEmulator first = TestHub.start(ADDRESS);
        assertThatThrownBy(() -> TestHub.start(ADDRESS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot listen on " + ADDRESS + ":8443");
        first.close();

        TestHub.start(ADDRESS).close();
    }

    @Test
    void shouldKnowTheConnectionStringsOfItsPolicies() {
        try (HubEmulator emulator = atFreePorts()) {
            assertThat(emulator.connectionString("service"))
                    .isEqualTo("HostName=" + ADDRESS + ";SharedAccessKeyName=service;SharedAccessKey="
                            + DevelopmentKeys.SERVICE);
            assertThatThrownBy(() -> emulator.connectionString("nobody")).hasMessage("no policy nobody");
        }
    }

    private HubEmulator atFreePorts() {
        return HubEmulator.start(EmulatorSettings.atFreePorts(ADDRESS, dataDir));
    }
}
