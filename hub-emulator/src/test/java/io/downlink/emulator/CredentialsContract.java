package io.downlink.emulator;

import com.azure.core.credential.AzureSasCredential;
import com.microsoft.azure.sdk.iot.device.ClientOptions;
import com.microsoft.azure.sdk.iot.device.DeviceClient;
import com.microsoft.azure.sdk.iot.device.Message;
import com.microsoft.azure.sdk.iot.device.exceptions.IotHubClientException;
import com.microsoft.azure.sdk.iot.service.auth.AuthenticationType;
import com.microsoft.azure.sdk.iot.service.registry.Device;
import com.microsoft.azure.sdk.iot.service.registry.RegistryClient;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/** Devices that the registry's SDK registers, and that show what they have to be let in. */
abstract class CredentialsContract extends TransportContract {
    static final int MILLISECONDS_TO_SEND = (int) Duration.ofSeconds(20).toMillis();

    private final Instant now = Instant.now();
    private RegistryClient registry;

    @BeforeEach
    final void makeRegistry() {
        registry = new RegistryClient(
                TestHub.httpsHost(emulator()),
                new AzureSasCredential(Tokens.ofPolicy(
                        emulator().hostName(),
                        "registryReadWrite",
                        DevelopmentKeys.REGISTRY_READ_WRITE,
                        now.plusSeconds(600))));
    }

    final Instant now() {
        return now;
    }

    final RegistryClient registry() {
        return registry;
    }

    /** Registers a device; thumbprints are for those that sign their certificates themselves. */
    final String registered(String id, AuthenticationType type, @Nullable String primary, @Nullable String secondary)
            throws Exception {
        Device device = new Device(id, type);
        if (type == AuthenticationType.SELF_SIGNED) {
            device.setThumbprint(primary, secondary);
        }
        return registry.addDevice(device).getDeviceId();
    }

    final String connectionString(String id, String credential) {
        return "HostName=" + emulator().hostName() + ";DeviceId=" + id + ";" + credential;
    }

    final void send(String id, TestCertificate certificate) throws IotHubClientException, InterruptedException {
        send(
                id,
                "x509=true",
                ClientOptions.builder()
                        .sslContext(TestHub.trust(emulator(), certificate))
                        .build());
    }

    final void send(String id, String credential) throws IotHubClientException, InterruptedException {
        send(
                id,
                credential,
                ClientOptions.builder().sslContext(TestHub.trust(emulator())).build());
    }

    /** Over HTTPS nothing is checked before a device sends. */
    private void send(String id, String credential, ClientOptions options)
            throws IotHubClientException, InterruptedException {
        DeviceClient client = new DeviceClient(connectionString(id, credential), protocol(), options);
        try {
            client.open(false);
            client.sendEvent(new Message("I am in"), MILLISECONDS_TO_SEND);
        } finally {
            client.close();
        }
    }
}
