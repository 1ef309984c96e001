package io.downlink.emulator;

import com.azure.core.credential.AzureSasCredential;
import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodsClient;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.IfMatch;
import io.downlink.emulator.security.SharedAccessPolicy;
import java.time.Instant;

/** The contract of direct methods, kept by an emulator. */
abstract class EmulatedDirectMethods extends DirectMethodContract {
    abstract HubEmulator emulator();

    /** What the devices speak. */
    abstract IotHubClientProtocol protocol();

    @Override
    String register(String deviceId) {
        return TestHub.register(emulator(), deviceId);
    }

    @Override
    void delete(String deviceId) {
        emulator().hub().registry().delete(new DeviceId(deviceId), IfMatch.ANY);
    }

    @Override
    SdkDevice connect(String connectionString) {
        return SdkDevice.connect(emulator(), connectionString, protocol());
    }

    @Override
    DirectMethodsClient methods(String policy, Instant expiry) {
        String key = DevelopmentKeys.policies().stream()
                .filter(candidate -> candidate.name().equals(policy))
                .map(SharedAccessPolicy::keys)
                .findFirst()
                .orElseThrow()
                .primary();
        return client(policy, key, expiry);
    }

    @Override
    DirectMethodsClient methodsWithWrongKey() {
        return client("service", DevelopmentKeys.DEVICE, Instant.now().plusSeconds(600));
    }

    private DirectMethodsClient client(String policy, String key, Instant expiry) {
        return new DirectMethodsClient(
                TestHub.httpsHost(emulator()),
                new AzureSasCredential(Tokens.ofPolicy(emulator().hostName(), policy, key, expiry)));
    }
}
