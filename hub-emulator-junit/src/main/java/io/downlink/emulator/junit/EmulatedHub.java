package io.downlink.emulator.junit;

import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.hub.ClientSnapshot;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.DeviceSpec;
import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.security.DevelopmentCa;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The hub of a test. Devices, twins and queues stay from one test of a class to the next: name devices after the test. */
public final class EmulatedHub {
    private final HubEmulator emulator;

    EmulatedHub(HubEmulator emulator) {
        this.emulator = emulator;
    }

    /** The hub's name and address, such as {@code 127.133.7.21}. */
    public String hostName() {
        return emulator.hostName();
    }

    /** For clients of the service side that may do everything: policy {@code iothubowner}. They call port 443. */
    public String connectionString() {
        return connectionString("iothubowner");
    }

    /**
     * For clients of the service side.
     *
     * @param policy {@code iothubowner}, {@code service}, {@code device}, {@code registryRead} or {@code registryReadWrite}
     * @throws IllegalArgumentException if there is no such policy
     */
    public String connectionString(String policy) {
        return emulator.connectionString(policy);
    }

    /**
     * For a device, which is registered if it is unknown.
     *
     * @throws HubException if it cannot be an id
     */
    public String deviceConnectionString(String deviceId) {
        ClientSnapshot device = registered(new DeviceId(deviceId));
        return "HostName=" + hostName() + ";DeviceId=" + deviceId + ";SharedAccessKey="
                + device.identity().keys().primary();
    }

    /** For clients that can be told whom to trust; the others of this JVM trust the hub already. */
    public SSLContext sslContext() {
        return trust(emulator);
    }

    /** All else: registry, faults, ports, files. */
    public HubEmulator emulator() {
        return emulator;
    }

    static SSLContext trust(HubEmulator emulator) {
        try (InputStream content = Files.newInputStream(emulator.trustStore())) {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(content, DevelopmentCa.TRUST_STORE_PASSWORD.toCharArray());
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + emulator.trustStore(), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Cannot trust " + emulator.trustStore(), e);
        }
    }

    private ClientSnapshot registered(DeviceId id) {
        try {
            return emulator.hub().registry().create(new DeviceSpec(id, null, true, null));
        } catch (HubException e) {
            if (e.error() != HubError.DEVICE_ALREADY_EXISTS) {
                throw e;
            }
            return emulator.hub().registry().get(id);
        }
    }
}
