package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.azure.core.credential.AzureSasCredential;
import com.microsoft.azure.sdk.iot.device.twin.DirectMethodResponse;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubException;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodsClient;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodsClientOptions;
import com.microsoft.azure.sdk.iot.service.registry.RegistryClient;
import com.microsoft.azure.sdk.iot.service.registry.RegistryClientOptions;
import io.downlink.emulator.faults.Fault;
import io.downlink.emulator.faults.FaultReport;
import io.downlink.emulator.faults.Kind;
import io.downlink.emulator.faults.Latency;
import io.downlink.emulator.faults.Operation;
import io.downlink.emulator.faults.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the unmodified service SDK makes of faults between it and the hub, over HTTPS. These tests need a JVM with
 * {@code sun.net.http.retryPost=false}: otherwise the JDK itself repeats the call.
 */
class RequestFaultsIT {
    private static final int END = -1;
    private static final int SILENCE = -2;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static HubEmulator emulator;
    private static SdkDevice pump;

    @BeforeAll
    static void start() {
        emulator = TestHub.start("127.64.0.1");
        pump = SdkDevice.connect(emulator, TestHub.register(emulator, "pump-1"))
                .answering((_, _) -> new DirectMethodResponse(200, "a rather long answer, so that it has two halves"));
    }

    @BeforeEach
    void forgetCalls() {
        pump.called().clear();
    }

    @AfterEach
    void takeFaultsBack() {
        emulator.faults().clear();
    }

    @AfterAll
    static void stop() {
        pump.close();
        emulator.close();
    }

    @ParameterizedTest
    @CsvSource({
        "429001, IotHubTooManyRequestsException, 429",
        "429002, IotHubTooManyRequestsException, 429",
        "429003, IotHubTooManyRequestsException, 429",
        "429004, IotHubTooManyRequestsException, 429",
        "500001, IotHubInternalServerErrorException, 500001",
        "503001, IotHubServerBusyException, 503001",
        "503008, IotHubServerBusyException, 503008",
        "504101, IotHubGatewayTimeoutException, 504101",
        "429, IotHubTooManyRequestsException, 429",
        "502, IotHubBadGatewayException, 502",
        "503, IotHubServerBusyException, 503",
        "504, IotHubGatewayTimeoutException, 504"
    })
    void shouldRefuseWithoutExecuting(int error, String exception, int code) {
        emulator.faults()
                .add(Fault.of(new Kind.Refuse(new Refusal(error, null))).times(1));

        IotHubException refusal =
                catchThrowableOfType(IotHubException.class, () -> methods().invoke("pump-1", "reboot"));

        assertThat(refusal.getClass().getSimpleName()).isEqualTo(exception);
        assertThat(refusal.getErrorCode()).isEqualTo(code);
        assertThat(pump.called()).isEmpty();
        assertThat(emulator.faults().all()).isEmpty();
    }

    @Test
    void shouldTellThrottlingOfTheRegistryInItsOwnWords() {
        emulator.faults()
                .add(Fault.of(new Kind.Refuse(new Refusal(429003, null))).during(Operation.REGISTRY));

        assertThatThrownBy(() -> registry().getDevice("pump-1"))
                .hasMessageContaining("ThrottlingBacklogTimeout")
                .hasMessageContaining("Wait 10 seconds and try again. Operation type: registry");
    }

    @Test
    void shouldExecuteAndThenFail() {
        emulator.faults().add(Fault.of(new Kind.ExecuteThenRefuse(new Refusal(500001, null))));

        IotHubException refusal =
                catchThrowableOfType(IotHubException.class, () -> methods().invoke("pump-1", "reboot"));

        assertThat(refusal.getErrorCode()).isEqualTo(500001);
        assertThat(pump.called()).containsExactly("reboot");
    }

    @Test
    void shouldExecuteLater() throws Exception {
        emulator.faults().add(Fault.of(new Kind.Delay(new Latency.Fixed(PATIENCE.multipliedBy(2)))));

        CompletableFuture<Integer> call = CompletableFuture.supplyAsync(this::reboot);

        await().during(PATIENCE).atMost(PATIENCE.plusSeconds(1)).until(pump.called()::isEmpty);
        assertThat(call.get(20, TimeUnit.SECONDS)).isEqualTo(200);
    }

    @Test
    void shouldAnswerLater() throws Exception {
        emulator.faults().add(Fault.of(new Kind.ExecuteThenDelay(new Latency.Fixed(PATIENCE.multipliedBy(2)))));

        CompletableFuture<Integer> call = CompletableFuture.supplyAsync(this::reboot);

        await().until(() -> pump.called().size() == 1);
        await().during(PATIENCE).atMost(PATIENCE.plusSeconds(1)).until(() -> !call.isDone());
        assertThat(call.get(20, TimeUnit.SECONDS)).isEqualTo(200);
    }

    @Test
    void shouldNeitherExecuteNorAnswer() {
        emulator.faults().add(Fault.of(new Kind.NoAnswer()));

        assertThatThrownBy(() -> methods().invoke("pump-1", "reboot"))
                .hasRootCauseInstanceOf(SocketTimeoutException.class);

        assertThat(pump.called()).isEmpty();
    }

    @Test
    void shouldExecuteAndNotAnswer() {
        emulator.faults().add(Fault.of(new Kind.ExecuteThenNoAnswer()));

        assertThatThrownBy(() -> methods().invoke("pump-1", "reboot"))
                .hasRootCauseInstanceOf(SocketTimeoutException.class);

        assertThat(pump.called()).containsExactly("reboot");
    }

    @Test
    void shouldSayNothingOnAHalfOpenLinkUntilItIsCut() {
        String id = emulator.faults().add(Fault.of(new Kind.HalfOpenServiceLink()));
        CompletableFuture<Integer> call = CompletableFuture.supplyAsync(this::patientReboot);
        await().until(() -> emulator.faults().all().getFirst().struck() == 1);
        assertThat(call).isNotDone();

        emulator.faults().remove(id);

        assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(IOException.class);
        assertThat(pump.called()).isEmpty();
    }

    @Test
    void shouldSendHalfOfTheBodyAndNoMore() {
        emulator.faults().add(Fault.of(new Kind.ExecuteThenStallBody()));

        assertThatThrownBy(() -> methods().invoke("pump-1", "reboot"))
                .as("the SDK takes for the whole what came until it had to give up")
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid json.");

        assertThat(pump.called()).containsExactly("reboot");
    }

    @Test
    void shouldKeepTheConnectionWhoseBodyStalls() throws Exception {
        emulator.faults().add(Fault.of(new Kind.ExecuteThenStallBody()));

        try (SSLSocket caller = call()) {
            int last = readHalfABody(caller);

            assertThat(last).as("silence, not the end").isEqualTo(SILENCE);
        }
    }

    @Test
    void shouldCutTheAnswerInItsBody() throws Exception {
        emulator.faults().add(Fault.of(new Kind.ExecuteThenCutBody()));

        assertThatThrownBy(() -> methods().invoke("pump-1", "reboot"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid json.");
        assertThat(pump.called()).containsExactly("reboot");

        try (SSLSocket caller = call()) {
            assertThat(readHalfABody(caller)).isEqualTo(END);
        }
    }

    @Test
    void shouldStrikeAShareOfTheCallsAndSayHowMany() {
        emulator.faults()
                .add(Fault.of(new Kind.Refuse(new Refusal(429001, null))).share(0.5, 42));

        long refused = IntStream.range(0, 40)
                .filter(_ -> {
                    try {
                        methods().invoke("pump-1", "reboot");
                        return false;
                    } catch (IotHubException | IOException throttled) {
                        return true;
                    }
                })
                .count();

        assertThat(refused).isBetween(8L, 32L);
        assertThat(emulator.faults().all())
                .singleElement()
                .extracting(FaultReport::struck)
                .isEqualTo(refused);
    }

    private static SSLSocket call() throws IOException {
        SSLSocket socket = (SSLSocket)
                TestHub.trust(emulator).getSocketFactory().createSocket(emulator.hostName(), emulator.httpsPort());
        String body = "{\"methodName\":\"reboot\"}";
        String request = """
                POST /twins/pump-1/methods?api-version=2021-04-12 HTTP/1.1\r
                Host: %s\r
                Authorization: %s\r
                Content-Length: %d\r
                \r
                %s""".formatted(
                emulator.hostName(), token("service", DevelopmentKeys.SERVICE).getSignature(), body.length(), body);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    /** Checks that half of the body comes, and says what follows. */
    private static int readHalfABody(SSLSocket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) in.read());
        }
        int length = Integer.parseInt(
                head.toString().toLowerCase(Locale.ROOT).replaceAll("(?s).*content-length: (\\d+).*", "$1"));
        assertThat(in.readNBytes(length / 2)).startsWith('{').hasSize(length / 2);
        socket.setSoTimeout(1_000);
        try {
            return in.read();
        } catch (SocketTimeoutException silence) {
            return SILENCE;
        }
    }

    private int reboot() {
        return invoke(Duration.ofSeconds(10));
    }

    private int patientReboot() {
        return invoke(Duration.ofSeconds(60));
    }

    private int invoke(Duration readTimeout) {
        try {
            return methods(readTimeout).invoke("pump-1", "reboot").getStatus();
        } catch (IotHubException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DirectMethodsClient methods() {
        return methods(PATIENCE);
    }

    private static DirectMethodsClient methods(Duration readTimeout) {
        return new DirectMethodsClient(
                TestHub.httpsHost(emulator),
                token("service", DevelopmentKeys.SERVICE),
                DirectMethodsClientOptions.builder()
                        .httpReadTimeoutSeconds(Math.toIntExact(readTimeout.toSeconds()))
                        .build());
    }

    private static RegistryClient registry() {
        return new RegistryClient(
                TestHub.httpsHost(emulator),
                token("iothubowner", DevelopmentKeys.IOTHUBOWNER),
                RegistryClientOptions.builder().build());
    }

    private static AzureSasCredential token(String policy, String key) {
        return new AzureSasCredential(
                Tokens.ofPolicy(emulator.hostName(), policy, key, Instant.now().plusSeconds(600)));
    }
}
