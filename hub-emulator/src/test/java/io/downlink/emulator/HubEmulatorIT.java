package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Socket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
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

    @Test
    void shouldAnswerToEachOfItsNames() throws Exception {
        String name = "hub.downlink.test";
        EmulatorSettings settings =
                EmulatorSettings.atFreePorts(ADDRESS, dataDir).withNames(List.of(name));
        try (HubEmulator emulator = HubEmulator.start(settings);
                HttpClientOf client = new HttpClientOf(emulator)) {
            // a certificate for the name
            assertThatCode(() -> handshakeWith(emulator, name)).doesNotThrowAnyException();
            assertThatCode(() -> handshakeWith(emulator, ADDRESS)).doesNotThrowAnyException();
            assertThatThrownBy(() -> handshakeWith(emulator, "other.downlink.test"))
                    .isInstanceOf(SSLHandshakeException.class);

            // tokens for the name
            String token = Tokens.ofPolicy(
                    name,
                    "iothubowner",
                    DevelopmentKeys.IOTHUBOWNER,
                    Instant.now().plusSeconds(600));
            assertThat(client.sendAs(token, "GET", "/$emulator/health", "").statusCode())
                    .isEqualTo(200);
        }
    }

    /** As a client does that has found the emulator's address under a name. */
    private static void handshakeWith(HubEmulator emulator, String name) throws Exception {
        try (Socket connection = new Socket(ADDRESS, emulator.httpsPort());
                SSLSocket socket = (SSLSocket)
                        TestHub.trust(emulator).getSocketFactory().createSocket(connection, name, 0, true)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
        }
    }

    private HubEmulator atFreePorts() {
        return HubEmulator.start(EmulatorSettings.atFreePorts(ADDRESS, dataDir));
    }
}
