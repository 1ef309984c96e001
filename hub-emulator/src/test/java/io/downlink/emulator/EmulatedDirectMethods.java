package io.downlink.emulator;

import com.azure.core.credential.AzureSasCredential;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodsClient;
import io.downlink.emulator.conformance.Setting;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.IfMatch;
import io.downlink.emulator.security.SharedAccessPolicy;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;

/** The contract of direct methods, kept by an emulator. */
abstract class EmulatedDirectMethods extends DirectMethodContract {
    private Setting setting;

    @BeforeEach
    final void meet(Setting setting) {
        this.setting = setting;
    }

    @Override
    String register(String deviceId) {
        return TestHub.register(setting.emulator(), deviceId);
    }

    @Override
    void delete(String deviceId) {
        setting.emulator().hub().registry().delete(new DeviceId(deviceId), IfMatch.ANY);
    }

    @Override
    SdkDevice connect(String connectionString) {
        return SdkDevice.connect(setting.emulator(), connectionString, setting.protocol());
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
                TestHub.httpsHost(setting.emulator()),
                new AzureSasCredential(Tokens.ofPolicy(setting.emulator().hostName(), policy, key, expiry)));
    }
}
