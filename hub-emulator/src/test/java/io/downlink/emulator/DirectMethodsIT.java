package io.downlink.emulator;

import com.azure.core.credential.AzureSasCredential;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodsClient;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.IfMatch;
import io.downlink.emulator.security.SharedAccessPolicy;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class DirectMethodsIT extends DirectMethodContract {
    private static HubEmulator emulator;

    @BeforeAll
    static void start() {
        emulator = TestHub.start("127.40.0.1");
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @Override
    String register(String deviceId) {
        return TestHub.register(emulator, deviceId);
    }

    @Override
    void delete(String deviceId) {
        emulator.hub().registry().delete(new DeviceId(deviceId), IfMatch.ANY);
    }

    @Override
    SdkDevice connect(String connectionString) {
        return SdkDevice.connect(emulator, connectionString);
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

    private static DirectMethodsClient client(String policy, String key, Instant expiry) {
        return new DirectMethodsClient(
                TestHub.httpsHost(emulator),
                new AzureSasCredential(Tokens.ofPolicy(emulator.hostName(), policy, key, expiry)));
    }
}
