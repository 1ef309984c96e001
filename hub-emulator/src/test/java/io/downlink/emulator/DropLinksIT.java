package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.azure.sdk.iot.device.twin.DirectMethodResponse;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.MethodAnswer;
import io.downlink.emulator.hub.MethodCall;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Devices whose connections are cut come back by themselves. */
class DropLinksIT {
    private static final DeviceId CUT = new DeviceId("cut");

    private static HubEmulator emulator;
    private static HttpClientOf client;

    @BeforeAll
    static void start() {
        emulator = TestHub.start("127.50.0.4");
        client = new HttpClientOf(emulator);
    }

    @AfterAll
    static void stop() {
        client.close();
        emulator.close();
    }

    @Test
    void shouldCutOneDeviceOrAllAndLetThemComeBack() throws Exception {
        try (SdkDevice cut = device("cut");
                SdkDevice other = device("other")) {
            AtomicInteger lossesOfCut = losses(cut);
            AtomicInteger lossesOfOther = losses(other);

            assertThat(dropLinks("{\"deviceId\":\"cut\"}").body()).isEqualTo("{\"dropped\":1}");
            await().atMost(Duration.ofSeconds(60)).until(DropLinksIT::answers);
            assertThat(lossesOfCut).hasPositiveValue();
            assertThat(lossesOfOther).hasValue(0);

            assertThat(dropLinks("").body()).isEqualTo("{\"dropped\":2}");
            await().atMost(Duration.ofSeconds(60)).until(() -> lossesOfOther.get() > 0);
            await().atMost(Duration.ofSeconds(60)).until(DropLinksIT::answers);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"deviceID\":\"cut\"}", "{\"deviceId\":7}", "{\"deviceId\":null}"})
    void shouldCutNobodyWhenItIsNotSaidWhoseLink(String body) throws Exception {
        HttpResponse<String> refusal = dropLinks(body);

        assertThat(refusal.statusCode()).isEqualTo(400);
        assertThat(refusal.body()).contains("deviceId must be a text");
    }

    @Test
    void shouldSayThatNobodyWasConnected() throws Exception {
        TestHub.register(emulator, "away");

        assertThat(dropLinks("{\"deviceId\":\"away\"}").body()).isEqualTo("{\"dropped\":0}");
        assertThat(dropLinks("{\"deviceId\":\"nobody\"}").statusCode()).isEqualTo(404);
    }

    private static SdkDevice device(String id) {
        return SdkDevice.connect(emulator, TestHub.register(emulator, id))
                .answering((_, _) -> new DirectMethodResponse(200, null));
    }

    /** Counts how often a device loses its connection from now on. */
    private static AtomicInteger losses(SdkDevice device) {
        AtomicInteger losses = new AtomicInteger();
        device.client()
                .setConnectionStatusChangeCallback(
                        change -> losses.addAndGet(change.getNewStatus().name().startsWith("DISCONNECTED") ? 1 : 0),
                        null);
        return losses;
    }

    private static boolean answers() {
        MethodCall call = new MethodCall("ping", "null", Duration.ofSeconds(5), Duration.ofSeconds(5));
        return emulator.hub()
                .methods()
                .invoke(CUT, call)
                .handle((MethodAnswer answer, Throwable _) -> answer != null)
                .toCompletableFuture()
                .join();
    }

    private static HttpResponse<String> dropLinks(String body) throws Exception {
        return client.send("POST", "/$emulator/drop-links", body);
    }
}
