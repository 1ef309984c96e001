package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.azure.core.credential.AzureSasCredential;
import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.twin.TwinCollection;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubConflictException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubNotFoundException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubPreconditionFailedException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubUnauthorizedException;
import com.microsoft.azure.sdk.iot.service.registry.Device;
import com.microsoft.azure.sdk.iot.service.registry.DeviceStatus;
import com.microsoft.azure.sdk.iot.service.registry.RegistryClient;
import com.microsoft.azure.sdk.iot.service.twin.Twin;
import com.microsoft.azure.sdk.iot.service.twin.TwinClient;
import io.downlink.emulator.conformance.Covers;
import io.downlink.emulator.conformance.Feature;
import io.downlink.emulator.conformance.Over;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@Over(IotHubClientProtocol.HTTPS)
@Covers(Feature.DEVICE_IDENTITIES)
class RegistryIT {
    private static HubEmulator emulator;

    @BeforeAll
    static void start() {
        emulator = TestHub.start("127.40.0.2");
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @Test
    void shouldAddGetUpdateAndRemoveADevice() throws Exception {
        RegistryClient registry = registry("registryReadWrite", DevelopmentKeys.REGISTRY_READ_WRITE);

        Device added = registry.addDevice(new Device("pump-1"));
        assertThat(registry.getDevice("pump-1").getPrimaryKey()).isEqualTo(added.getPrimaryKey());
        assertThatThrownBy(() -> registry.addDevice(new Device("pump-1"))).isInstanceOf(IotHubConflictException.class);

        added.setStatus(DeviceStatus.Disabled);
        Device updated = registry.updateDevice(added);
        assertThat(updated.getStatus()).isEqualTo(DeviceStatus.Disabled);
        assertThat(updated.getPrimaryKey()).isEqualTo(added.getPrimaryKey());
        assertThatThrownBy(() -> registry.removeDevice(added)).isInstanceOf(IotHubPreconditionFailedException.class);

        registry.removeDevice(updated);
        assertThatThrownBy(() -> registry.getDevice("pump-1")).isInstanceOf(IotHubNotFoundException.class);
    }

    @Test
    void shouldCountDevices() throws Exception {
        var statistics = registry("registryRead", DevelopmentKeys.REGISTRY_READ).getStatistics();

        assertThat(statistics.getTotalDeviceCount()).isPositive();
        assertThat(statistics.getEnabledDeviceCount()).isPositive();
    }

    @Test
    void shouldRefuseToWriteWithTheRightToRead() {
        RegistryClient registry = registry("registryRead", DevelopmentKeys.REGISTRY_READ);

        assertThatThrownBy(() -> registry.addDevice(new Device("forbidden")))
                .isInstanceOf(IotHubUnauthorizedException.class);
    }

    @Test
    void shouldShowWhatTheDeviceReportedAndTellItWhatIsDesired() throws Exception {
        List<String> desired = new CopyOnWriteArrayList<>();
        TwinClient twins = new TwinClient(TestHub.httpsHost(emulator), token("service", DevelopmentKeys.SERVICE));
        try (SdkDevice device = SdkDevice.connect(emulator, TestHub.register(emulator, "twin-1"))) {
            device.client()
                    .subscribeToDesiredProperties(
                            (change, _) ->
                                    desired.add(change.getDesiredProperties().toString()),
                            null);
            TwinCollection reported = new TwinCollection();
            reported.put("at", "noon");
            device.client().updateReportedPropertiesAsync(reported, (_, _, _, _) -> {}, null);

            await().untilAsserted(() -> {
                Twin twin = twins.get("twin-1");
                assertThat(twin.getReportedProperties()).containsEntry("at", "noon");
                assertThat(twin.getReportedProperties().getVersion()).isEqualTo(2);
            });

            Twin twin = twins.get("twin-1");
            twin.getTags().put("floor", "3");
            twin.getDesiredProperties().put("speed", "fast");
            twins.patch(twin);
            await().untilAsserted(
                            () -> assertThat(desired).singleElement().asString().contains("fast"));
            assertThat(twins.get("twin-1").getTags()).containsEntry("floor", "3");
            assertThat(twins.get("twin-1").getDesiredProperties().getVersion()).isEqualTo(2);
        }
    }

    private static RegistryClient registry(String policy, String key) {
        return new RegistryClient(TestHub.httpsHost(emulator), token(policy, key));
    }

    private static AzureSasCredential token(String policy, String key) {
        return new AzureSasCredential(
                Tokens.ofPolicy(emulator.hostName(), policy, key, Instant.now().plusSeconds(600)));
    }
}
