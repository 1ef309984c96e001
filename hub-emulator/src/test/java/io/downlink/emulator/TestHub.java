package io.downlink.emulator;

import io.downlink.emulator.hub.ClientSnapshot;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.DeviceSpec;
import io.downlink.emulator.hub.MessagingRules;
import io.downlink.emulator.jobs.JobRules;
import io.downlink.emulator.security.AccessRules;
import io.downlink.emulator.throttling.ThrottlingRules;
import io.downlink.emulator.virtual.VirtualSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An emulator on an address of its own, with the development CA that all tests of this JVM trust. */
public final class TestHub {
    static final Path DATA_DIR = Path.of("target", "hub-data").toAbsolutePath();

    private TestHub() {}

    /** Starts at the standard ports, and makes the JVM's HTTPS clients trust the CA. */
    public static HubEmulator start(String address) {
        return start(address, MessagingRules.DEFAULT);
    }

    /** The same, with rules of its own for messages. */
    public static HubEmulator start(String address, MessagingRules rules) {
        return start(EmulatorSettings.at(address, DATA_DIR).with(rules));
    }

    /** The same, with rules of its own for jobs. */
    public static HubEmulator start(String address, JobRules rules) {
        return start(EmulatorSettings.at(address, DATA_DIR).with(rules));
    }

    /** The same, with others that it believes. */
    public static HubEmulator start(String address, AccessRules rules) {
        return start(EmulatorSettings.at(address, DATA_DIR).with(rules));
    }

    /** The same with virtual devices, and rules of its own for jobs. */
    public static HubEmulator start(String address, VirtualSettings virtual, JobRules rules) {
        return start(EmulatorSettings.at(address, DATA_DIR).with(virtual).with(rules));
    }

    /** The same with virtual devices, as fast as a hub of a tier. */
    public static HubEmulator start(String address, VirtualSettings virtual, ThrottlingRules rules) {
        return start(EmulatorSettings.at(address, DATA_DIR).with(virtual).with(rules));
    }

    /** Starts with HTTPS at port 443, where SDKs look for WebSockets and where devices look for HTTPS. */
    public static HubEmulator startAt443(String address, AccessRules rules) {
        return start(EmulatorSettings.at(address, DATA_DIR)
                .with(rules)
                .withPorts(List.of(443), EmulatorSettings.AMQPS_PORT, EmulatorSettings.MQTTS_PORT)
                .with(MessagingRules.DEFAULT.withFeedbackPause(Duration.ofMillis(100))));
    }

    /** Starts with HTTPS at port 443, but listens at another address than its name says. */
    static HubEmulator startBehind(String address, String bind) {
        return start(EmulatorSettings.at(address, bind, DATA_DIR)
                .withPorts(List.of(443), EmulatorSettings.AMQPS_PORT, EmulatorSettings.MQTTS_PORT));
    }

    private static HubEmulator start(EmulatorSettings settings) {
        HubEmulator emulator = HubEmulator.start(settings);
        // The service SDK has no other way to be told whom to trust.
        HttpsURLConnection.setDefaultSSLSocketFactory(trust(emulator).getSocketFactory());
        return emulator;
    }

    /** A TLS context that trusts the emulator's CA alone. */
    public static SSLContext trust(HubEmulator emulator) {
        return trust(emulator.caFile(), new KeyManager[0]);
    }

    /** The same, which shows the server a certificate. */
    public static SSLContext trust(HubEmulator emulator, TestCertificate certificate) {
        return trust(emulator.caFile(), certificate.keyManagers());
    }

    /** A TLS context that trusts one CA alone. */
    static SSLContext trust(Path caFile) {
        return trust(caFile, new KeyManager[0]);
    }

    private static SSLContext trust(Path caFile, KeyManager[] own) {
        try (InputStream certificate = Files.newInputStream(caFile)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(certificate));
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own, managers.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The host as the service SDK takes it together with a credential: with its port. */
    public static String httpsHost(HubEmulator emulator) {
        return emulator.hostName() + ":" + emulator.httpsPort();
    }

    /** Registers a device; returns its connection string. */
    public static String register(HubEmulator emulator, String deviceId) {
        ClientSnapshot device =
                emulator.hub().registry().create(new DeviceSpec(new DeviceId(deviceId), null, true, null));
        return connectionString(emulator, device);
    }

    private static String connectionString(HubEmulator emulator, ClientSnapshot device) {
        return "HostName=" + emulator.hostName() + ";DeviceId="
                + device.identity().id() + ";SharedAccessKey="
                + device.identity().keys().primary();
    }
}
