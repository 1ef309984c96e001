package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.azure.core.credential.AzureSasCredential;
import com.microsoft.azure.sdk.iot.device.twin.DirectMethodResponse;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodsClient;
import io.downlink.emulator.faults.Fault;
import io.downlink.emulator.faults.FrontEnd;
import io.downlink.emulator.faults.Kind;
import io.downlink.emulator.faults.Kind.Connections;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A hub that cannot be reached for a while, and can be again. */
class OutageIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    private static HubEmulator emulator;

    @BeforeAll
    static void start() {
        emulator = TestHub.start("127.64.0.6");
    }

    @AfterEach
    void takeFaultsBack() {
        emulator.faults().clear();
        await().ignoreExceptions()
                .untilAsserted(() ->
                        assertThat(admin("GET", "health", "").statusCode()).isEqualTo(200));
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @Test
    void shouldRefuseServicesAndLetThemInAgain() throws Exception {
        String device = TestHub.register(emulator, "pump-1");
        try (SdkDevice _ =
                SdkDevice.connect(emulator, device).answering((_, _) -> new DirectMethodResponse(200, "done"))) {
            String id = emulator.faults().add(outage(FrontEnd.HTTPS, Connections.REFUSED));

            await().untilAsserted(() -> assertThatThrownBy(() -> methods().invoke("pump-1", "reboot"))
                    .isInstanceOf(ConnectException.class));
            assertThat(emulator.hub().registry().counts().connected())
                    .as("devices are not concerned")
                    .isEqualTo(1);

            emulator.faults().remove(id);
            await().ignoreExceptions()
                    .until(() -> methods().invoke("pump-1", "reboot").getStatus() == 200);
        }
    }

    @Test
    void shouldCutDevicesOffAndLetThemInAgain() {
        String device = TestHub.register(emulator, "pump-2");
        try (SdkDevice pump =
                SdkDevice.connect(emulator, device).answering((_, _) -> new DirectMethodResponse(200, "done"))) {
            String id = emulator.faults().add(outage(FrontEnd.MQTTS, Connections.REFUSED));
            await().until(() -> emulator.hub().registry().counts().connected() == 0);

            emulator.faults().remove(id);
            await().atMost(LONG).ignoreExceptions().until(() -> {
                pump.openAgainIfGivenUp();
                return emulator.hub().registry().counts().connected() == 1;
            });
        }
    }

    @Test
    void shouldCloseWhatItAccepts() {
        emulator.faults().add(outage(FrontEnd.AMQPS, Connections.CLOSED));

        await().ignoreExceptionsInstanceOf(IOException.class).until(() -> firstByte() == -1);
    }

    @Test
    void shouldAcceptAndSayNothing() {
        emulator.faults().add(outage(FrontEnd.AMQPS, Connections.SILENT));

        await().ignoreExceptionsInstanceOf(ConnectException.class)
                .untilAsserted(
                        () -> assertThatThrownBy(OutageIT::firstByte).isInstanceOf(SocketTimeoutException.class));
    }

    @Test
    void shouldEndByItselfWhenAskedForOverHttps() throws Exception {
        HttpResponse<String> added = admin("POST", "faults", "{\"kind\":\"outage\",\"duration\":\"PT2S\"}");

        assertThat(added.statusCode()).isEqualTo(201);
        await().untilAsserted(() ->
                assertThatThrownBy(() -> admin("GET", "health", "")).isInstanceOf(ConnectException.class));
        await().ignoreExceptions().until(() -> admin("GET", "health", "").statusCode() == 200);
        assertThat(emulator.faults().all()).isEmpty();
    }

    @Test
    void shouldRefuseAnOutageOfHttpsThatNobodyCouldTakeBack() throws Exception {
        HttpResponse<String> refused = admin("POST", "faults", "{\"kind\":\"outage\"}");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("duration is missing: give one, for example PT30S");
    }

    private static Fault outage(FrontEnd frontEnd, Connections connections) {
        return Fault.of(new Kind.Outage(Set.of(frontEnd), connections));
    }

    /** Where TLS is spoken the server waits for the client to begin: only who does not speak it ends or stays silent. */
    private static int firstByte() throws IOException {
        try (Socket socket = new Socket(emulator.hostName(), emulator.amqpsPort())) {
            socket.setSoTimeout(1_000);
            socket.getOutputStream().write(new byte[64]); // to which TLS answers with an alert
            return socket.getInputStream().read();
        }
    }

    private static DirectMethodsClient methods() {
        return new DirectMethodsClient(
                TestHub.httpsHost(emulator),
                new AzureSasCredential(Tokens.ofPolicy(
                        emulator.hostName(),
                        "service",
                        DevelopmentKeys.SERVICE,
                        Instant.now().plusSeconds(600))));
    }

    private static HttpResponse<String> admin(String method, String path, String body)
            throws IOException, InterruptedException {
        try (HttpClientOf client = new HttpClientOf(emulator)) {
            return client.send(method, "/$emulator/" + path, body);
        }
    }
}
