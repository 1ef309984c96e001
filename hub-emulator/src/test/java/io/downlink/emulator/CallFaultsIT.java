package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.azure.core.credential.AzureSasCredential;
import com.microsoft.azure.sdk.iot.device.twin.DirectMethodResponse;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubGatewayTimeoutException;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodRequestOptions;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodsClient;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodsClientOptions;
import io.downlink.emulator.faults.Fault;
import io.downlink.emulator.faults.Kind;
import io.downlink.emulator.faults.Kind.CallerEnding;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Direct methods that reach their device, or whose answers come, when it is too late for their caller. */
class CallFaultsIT {
    private static final int RESPONSE_TIMEOUT_SECONDS = 5;

    private static HubEmulator emulator;
    private static SdkDevice pump;

    @BeforeAll
    static void start() {
        emulator = TestHub.start("127.64.0.2");
        pump = SdkDevice.connect(emulator, TestHub.register(emulator, "pump-1"))
                .answering((_, _) -> new DirectMethodResponse(200, "done"));
    }

    @BeforeEach
    void forgetCalls() {
        pump.called().clear();
        emulator.hub().methods().statistics().restart();
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

    @Test
    void shouldDeliverACallWhoseCallerIsCutOff() {
        emulator.faults()
                .add(Fault.of(new Kind.LateDelivery(Duration.ofSeconds(2), CallerEnding.CUT))
                        .times(1));

        assertThatThrownBy(() -> invoke("pump-1", 0, 30)).isInstanceOf(IOException.class);

        assertThat(pump.called()).isEmpty();
        await().untilAsserted(() -> assertThat(pump.called()).containsExactly("reboot"));
        assertThat(deliveredAfterCaller()).isEqualTo(1);
    }

    @Test
    void shouldDeliverACallWhoseTimeIsOver() {
        emulator.faults().add(Fault.of(new Kind.LateDelivery(Duration.ofSeconds(1), CallerEnding.TIMED_OUT)));

        IotHubException late = catchThrowableOfType(IotHubException.class, () -> invoke("pump-1", 0, 30));

        assertThat(late).isInstanceOf(IotHubGatewayTimeoutException.class);
        assertThat(late.getErrorCode()).isEqualTo(504101);
        assertThat(pump.called()).isEmpty();
        await().untilAsserted(() -> assertThat(pump.called()).containsExactly("reboot"));
        assertThat(deliveredAfterCaller()).isEqualTo(1);
    }

    @Test
    void shouldTellThatNoAnswerCameAlthoughItDid() {
        emulator.faults().add(Fault.of(new Kind.LateAnswer()));

        IotHubException late = catchThrowableOfType(IotHubException.class, () -> invoke("pump-1", 0, 30));

        assertThat(late).isInstanceOf(IotHubGatewayTimeoutException.class);
        assertThat(late.getErrorCode()).isEqualTo(504101);
        assertThat(pump.called()).containsExactly("reboot");
        assertThat(deliveredAfterCaller()).isZero();
    }

    @Test
    void shouldTellOtherEndsOfACallAtOnceThatCouldBeLate() {
        emulator.faults().add(Fault.of(new Kind.LateAnswer()));
        TestHub.register(emulator, "away-1");

        IotHubException offline = catchThrowableOfType(IotHubException.class, () -> invoke("away-1", 0, 30));

        assertThat(offline.getErrorCode()).isEqualTo(404103);
    }

    @Test
    void shouldCountACallThatIsDeliveredWhenItsCallerHasLostPatience() {
        String sleeper = TestHub.register(emulator, "sleeper-1");

        assertThatThrownBy(() -> invoke("sleeper-1", RESPONSE_TIMEOUT_SECONDS, 1))
                .hasRootCauseInstanceOf(SocketTimeoutException.class);
        try (SdkDevice woken =
                SdkDevice.connect(emulator, sleeper).answering((_, _) -> new DirectMethodResponse(200, null))) {
            await().untilAsserted(() -> assertThat(woken.called()).containsExactly("reboot"));
        }

        assertThat(deliveredAfterCaller()).isEqualTo(1);
    }

    @Test
    void shouldCountNoCallWhoseCallerWaits() throws Exception {
        invoke("pump-1", 0, 30);

        assertThat(deliveredAfterCaller()).isZero();
    }

    private static long deliveredAfterCaller() {
        return emulator.hub().methods().statistics().deliveredAfterCaller();
    }

    private static void invoke(String device, int connectSeconds, int readSeconds) throws IotHubException, IOException {
        DirectMethodsClient client = new DirectMethodsClient(
                TestHub.httpsHost(emulator),
                new AzureSasCredential(Tokens.ofPolicy(
                        emulator.hostName(),
                        "service",
                        DevelopmentKeys.SERVICE,
                        Instant.now().plusSeconds(600))),
                DirectMethodsClientOptions.builder()
                        .httpReadTimeoutSeconds(readSeconds)
                        .build());
        client.invoke(
                device,
                "reboot",
                DirectMethodRequestOptions.builder()
                        .methodConnectTimeoutSeconds(connectSeconds)
                        .methodResponseTimeoutSeconds(RESPONSE_TIMEOUT_SECONDS)
                        .build());
    }
}
