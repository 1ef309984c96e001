package io.downlink.emulator;

import com.azure.core.credential.TokenCredential;
import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.service.registry.RegistryClient;
import io.downlink.emulator.conformance.EmulatorAt;
import io.downlink.emulator.conformance.Over;
import org.junit.jupiter.api.Nested;

/** What services show over HTTPS. */
@Over(IotHubClientProtocol.HTTPS)
@EmulatorAt("127.73.0.6")
class ServicesOverHttpsIT {
    @Nested
    class BearerTokens extends BearerTokensContract {
        @Override
        void use(TokenCredential credential) throws Exception {
            new RegistryClient(TestHub.httpsHost(emulator()), credential).getDevice(DevelopmentKeys.DEVICE_1.value());
        }
    }
}
