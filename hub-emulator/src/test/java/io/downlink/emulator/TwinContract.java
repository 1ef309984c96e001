package io.downlink.emulator;

import static io.downlink.emulator.Insistence.MILLISECONDS_OF_AN_ATTEMPT;
import static io.downlink.emulator.Insistence.insist;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.azure.core.credential.AzureSasCredential;
import com.microsoft.azure.sdk.iot.device.DeviceClient;
import com.microsoft.azure.sdk.iot.device.exceptions.IotHubClientException;
import com.microsoft.azure.sdk.iot.device.twin.Twin;
import com.microsoft.azure.sdk.iot.device.twin.TwinCollection;
import com.microsoft.azure.sdk.iot.service.twin.TwinClient;
import io.downlink.emulator.conformance.Covers;
import io.downlink.emulator.conformance.Feature;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What twins do, whatever the device speaks, as the unmodified SDKs of service and device see it. */
@Covers(Feature.TWINS)
abstract class TwinContract extends TransportContract {
    private TwinClient service;

    @BeforeEach
    void makeService() {
        service = new TwinClient(
                TestHub.httpsHost(emulator()),
                new AzureSasCredential(Tokens.ofPolicy(
                        emulator().hostName(),
                        "service",
                        DevelopmentKeys.SERVICE,
                        Instant.now().plusSeconds(600))));
    }

    @Test
    void shouldGiveTheDeviceItsTwin() throws Exception {
        try (SdkDevice device = listening("gets", new CopyOnWriteArrayList<>())) {
            change("gets", "colour", "red");

            TwinCollection desired = twinOf(device.client()).getDesiredProperties();
            assertThat(desired).containsEntry("colour", "red");
            assertThat(desired.getVersion()).isEqualTo(2);
            assertThat(twinOf(device.client()).getReportedProperties()).isEmpty();
        }
    }

    @Test
    void shouldShowTheServiceWhatTheDeviceReports() throws Exception {
        try (SdkDevice device = listening("reports", new CopyOnWriteArrayList<>())) {
            report(device.client(), "door", "open");
            report(device.client(), "lamp", Map.of("level", 7));

            var reported = service.get("reports").getReportedProperties();
            assertThat(reported.get("door")).isEqualTo("open");
            assertThat(reported.getVersion()).isGreaterThanOrEqualTo(3);
            assertThat(twinOf(device.client()).getReportedProperties()).containsKeys("door", "lamp");
        }
    }

    @Test
    void shouldForgetWhatTheDeviceReportsAsNull() throws Exception {
        try (SdkDevice device = listening("forgets", new CopyOnWriteArrayList<>())) {
            report(device.client(), "door", "open");
            report(device.client(), "door", null);

            assertThat(service.get("forgets").getReportedProperties()).doesNotContainKey("door");
        }
    }

    @Test
    void shouldRefuseWhatATwinCannotHold() {
        try (SdkDevice device = listening("refused", new CopyOnWriteArrayList<>())) {
            TwinCollection large = new TwinCollection();
            large.put("text", "x".repeat(5_000));

            assertThatThrownBy(() -> device.client().updateReportedProperties(large))
                    .isInstanceOf(IotHubClientException.class);
        }
    }

    @Test
    void shouldTellTheDeviceWhatChangesInItsDesiredProperties() throws Exception {
        List<Twin> told = new CopyOnWriteArrayList<>();
        try (SdkDevice _ = listening("told", told)) {
            change("told", "colour", "red");
            change("told", "colour", "blue");

            await().untilAsserted(() -> assertThat(told)
                    .extracting(twin -> twin.getDesiredProperties().get("colour"))
                    .containsExactly("red", "blue"));
            assertThat(told)
                    .extracting(twin -> twin.getDesiredProperties().getVersion())
                    .containsExactly(2, 3);
        }
    }

    @Test
    void shouldTellTheDeviceOnceAfterASecondSubscription() throws Exception {
        List<Twin> told = new CopyOnWriteArrayList<>();
        List<Twin> toldToTheFirst = new CopyOnWriteArrayList<>();
        try (SdkDevice device = listening("twice", toldToTheFirst)) {
            device.client().subscribeToDesiredProperties((twin, _) -> told.add(twin), null);
            change("twice", "colour", "red");

            await().untilAsserted(() -> assertThat(told).hasSize(1));
            assertThat(toldToTheFirst).isEmpty();
        }
    }

    private SdkDevice listening(String deviceId, List<Twin> told) {
        SdkDevice device = SdkDevice.connect(emulator(), TestHub.register(emulator(), deviceId), protocol());
        try {
            device.client().subscribeToDesiredProperties((twin, _) -> told.add(twin), null);
        } catch (IotHubClientException | InterruptedException e) {
            device.close();
            throw new IllegalStateException(e);
        }
        return device;
    }

    private void change(String deviceId, String property, String value) throws Exception {
        var patch = new com.microsoft.azure.sdk.iot.service.twin.Twin(deviceId);
        patch.getDesiredProperties().put(property, value);
        service.patch(patch);
    }

    private static Twin twinOf(DeviceClient client) throws Exception {
        return insist(() -> client.getTwin(MILLISECONDS_OF_AN_ATTEMPT));
    }

    private static void report(DeviceClient client, String property, @Nullable Object value) throws Exception {
        TwinCollection properties = new TwinCollection();
        properties.put(property, value);
        insist(() -> client.updateReportedProperties(properties, MILLISECONDS_OF_AN_ATTEMPT));
    }
}
