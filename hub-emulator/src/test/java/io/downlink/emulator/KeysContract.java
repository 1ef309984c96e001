package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.azure.sdk.iot.device.exceptions.IotHubClientException;
import com.microsoft.azure.sdk.iot.service.auth.AuthenticationType;
import com.microsoft.azure.sdk.iot.service.registry.Device;
import com.microsoft.azure.sdk.iot.service.registry.DeviceStatus;
import io.downlink.emulator.conformance.Covers;
import io.downlink.emulator.conformance.Feature;
import org.junit.jupiter.api.Test;

/** Devices with keys of their own, or with a policy's token. */
@Covers(Feature.KEYS)
abstract class KeysContract extends CredentialsContract {
    @Test
    void shouldLetInADeviceByEachOfItsKeys() throws Exception {
        Device device = registry().addDevice(new Device("two-keys"));

        assertThatCode(() -> send("two-keys", "SharedAccessKey=" + device.getPrimaryKey()))
                .doesNotThrowAnyException();
        assertThatCode(() -> send("two-keys", "SharedAccessKey=" + device.getSecondaryKey()))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldLetInADeviceByATokenOfAPolicy() throws Exception {
        String id = registered("policy", AuthenticationType.SAS, null, null);

        assertThatCode(() -> send(id, "SharedAccessSignature=" + token("device", DevelopmentKeys.DEVICE)))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseAnotherKey() throws Exception {
        String id = registered("another-key", AuthenticationType.SAS, null, null);

        assertRefused(id, "SharedAccessKey=" + DevelopmentKeys.DEVICE);
    }

    @Test
    void shouldRefuseAKeyOfADeviceThatHasACertificate() throws Exception {
        String id = registered("no-key", AuthenticationType.CERTIFICATE_AUTHORITY, null, null);

        assertRefused(id, "SharedAccessKey=" + DevelopmentKeys.DEVICE);
    }

    @Test
    void shouldRefuseATokenOfAPolicyWithoutTheRight() throws Exception {
        String id = registered("wrong-policy", AuthenticationType.SAS, null, null);

        assertRefused(id, "SharedAccessSignature=" + token("service", DevelopmentKeys.SERVICE));
    }

    @Test
    void shouldRefuseADisabledDevice() throws Exception {
        Device device = new Device("disabled-from-the-start");
        device.setStatus(DeviceStatus.Disabled);
        Device disabled = registry().addDevice(device);

        assertRefused("disabled-from-the-start", "SharedAccessKey=" + disabled.getPrimaryKey());
    }

    private String token(String policy, String key) {
        return Tokens.ofPolicy(emulator().hostName() + "/devices", policy, key, now().plusSeconds(600));
    }

    private void assertRefused(String id, String credential) {
        assertThatThrownBy(() -> send(id, credential)).isInstanceOf(IotHubClientException.class);
    }
}
