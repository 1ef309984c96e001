package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.azure.core.credential.AzureSasCredential;
import com.microsoft.azure.sdk.iot.device.ClientOptions;
import com.microsoft.azure.sdk.iot.device.DeviceClient;
import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.IotHubConnectionStatusChangeReason;
import com.microsoft.azure.sdk.iot.device.Message;
import com.microsoft.azure.sdk.iot.device.ModuleClient;
import com.microsoft.azure.sdk.iot.device.exceptions.IotHubClientException;
import com.microsoft.azure.sdk.iot.service.auth.AuthenticationType;
import com.microsoft.azure.sdk.iot.service.registry.Device;
import com.microsoft.azure.sdk.iot.service.registry.Module;
import com.microsoft.azure.sdk.iot.service.registry.RegistryClient;
import io.downlink.emulator.TestCertificate.KeyKind;
import io.downlink.emulator.security.AccessRules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each credential over each transport of the unmodified device SDK; the registry's SDK registers the devices. */
class DeviceCredentialsIT {
    /** What the emulator speaks: a new transport takes its place here. */
    private static final List<IotHubClientProtocol> PROTOCOLS =
            List.of(IotHubClientProtocol.MQTT, IotHubClientProtocol.AMQPS);

    private static final AtomicInteger DEVICES = new AtomicInteger();

    private static Instant now;
    private static TestCertificate root;
    private static TestCertificate works;
    private static HubEmulator emulator;
    private static RegistryClient registry;

    @BeforeAll
    static void start() {
        now = Instant.now();
        root = TestCertificate.authority(KeyKind.RSA, "CN=Fleet", now);
        works = root.issueAuthority(KeyKind.EC, "CN=Works 7", now);
        emulator =
                TestHub.start("127.61.0.1", new AccessRules(List.of(root.certificate()), Duration.ofSeconds(1), null));
        registry = new RegistryClient(
                TestHub.httpsHost(emulator),
                new AzureSasCredential(Tokens.ofPolicy(
                        emulator.hostName(),
                        "registryReadWrite",
                        DevelopmentKeys.REGISTRY_READ_WRITE,
                        now.plusSeconds(600))));
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    static Stream<Arguments> protocolsAndKeys() {
        return PROTOCOLS.stream()
                .flatMap(protocol -> Stream.of(KeyKind.values()).map(key -> Arguments.of(protocol, key)));
    }

    static Stream<IotHubClientProtocol> protocols() {
        return PROTOCOLS.stream();
    }

    /** The SDK has no modules over HTTPS. */
    static Stream<IotHubClientProtocol> protocolsOfModules() {
        return protocols().filter(protocol -> protocol != IotHubClientProtocol.HTTPS);
    }

    @ParameterizedTest
    @MethodSource("protocolsAndKeys")
    void shouldLetInASelfSignedDevice(IotHubClientProtocol protocol, KeyKind key) throws Exception {
        TestCertificate first = TestCertificate.selfSigned(key, "CN=first", now);
        TestCertificate second = TestCertificate.selfSigned(key, "CN=second", now);
        String id = registered(AuthenticationType.SELF_SIGNED, first.thumbprint("SHA-1"), second.thumbprint("SHA-256"));

        assertThat(registry.getDevice(id).getAuthenticationType()).isEqualTo(AuthenticationType.SELF_SIGNED);
        assertThat(registry.getDevice(id).getSecondaryThumbprint()).isEqualTo(second.thumbprint("SHA-256"));
        send(protocol, id, first);
        send(protocol, id, second);
    }

    @ParameterizedTest
    @MethodSource("protocolsAndKeys")
    void shouldLetInADeviceOfARegisteredAuthority(IotHubClientProtocol protocol, KeyKind key) throws Exception {
        String id = registered(AuthenticationType.CERTIFICATE_AUTHORITY, null, null);

        assertThat(registry.getDevice(id).getAuthenticationType()).isEqualTo(AuthenticationType.CERTIFICATE_AUTHORITY);
        send(protocol, id, root.issue(key, "CN=" + id, now));
        send(protocol, id, works.issue(key, "CN=" + id, now));
    }

    @ParameterizedTest
    @MethodSource("protocols")
    void shouldRefuseACertificateThatIsNotTheDevices(IotHubClientProtocol protocol) throws Exception {
        TestCertificate own = TestCertificate.selfSigned(KeyKind.EC, "CN=own", now);
        TestCertificate past = TestCertificate.selfSigned(
                KeyKind.EC, "CN=past", now.minus(Duration.ofDays(2)), now.minus(Duration.ofDays(1)));
        String self = registered(AuthenticationType.SELF_SIGNED, own.thumbprint("SHA-1"), past.thumbprint("SHA-1"));
        String issued = registered(AuthenticationType.CERTIFICATE_AUTHORITY, null, null);
        String sas = registered(AuthenticationType.SAS, null, null);

        assertRefused(protocol, self, TestCertificate.selfSigned(KeyKind.EC, "CN=own", now));
        assertRefused(protocol, self, past);
        assertRefused(protocol, issued, root.issue(KeyKind.EC, "CN=" + self, now));
        assertRefused(protocol, issued, TestCertificate.selfSigned(KeyKind.EC, "CN=" + issued, now));
        assertRefused(protocol, sas, root.issue(KeyKind.EC, "CN=" + sas, now));
    }

    @ParameterizedTest
    @MethodSource("protocols")
    void shouldLetInADeviceByEachKeyAndByAPolicy(IotHubClientProtocol protocol) throws Exception {
        String id = registered(AuthenticationType.SAS, null, null);
        Device device = registry.getDevice(id);

        send(protocol, id, "SharedAccessKey=" + device.getPrimaryKey());
        send(protocol, id, "SharedAccessKey=" + device.getSecondaryKey());
        send(protocol, id, "SharedAccessSignature=" + policyToken("device", DevelopmentKeys.DEVICE));
    }

    @ParameterizedTest
    @MethodSource("protocols")
    void shouldRefuseAnotherKeyAndAPolicyWithoutTheRight(IotHubClientProtocol protocol) throws Exception {
        String id = registered(AuthenticationType.SAS, null, null);
        String issued = registered(AuthenticationType.CERTIFICATE_AUTHORITY, null, null);

        assertThatThrownBy(() -> send(protocol, id, "SharedAccessKey=" + DevelopmentKeys.DEVICE))
                .isInstanceOf(IotHubClientException.class);
        assertThatThrownBy(() -> send(protocol, issued, "SharedAccessKey=" + DevelopmentKeys.DEVICE))
                .isInstanceOf(IotHubClientException.class);
        assertThatThrownBy(() ->
                        send(protocol, id, "SharedAccessSignature=" + policyToken("service", DevelopmentKeys.SERVICE)))
                .isInstanceOf(IotHubClientException.class);
    }

    @ParameterizedTest
    @MethodSource("protocolsOfModules")
    void shouldLetInAModuleByACertificateOfItsOwn(IotHubClientProtocol protocol) throws Exception {
        TestCertificate own = TestCertificate.selfSigned(KeyKind.EC, "CN=own", now);
        String id = registered(AuthenticationType.SAS, null, null);
        registry.addModule(new Module(id, "issued", AuthenticationType.CERTIFICATE_AUTHORITY));
        Module self = new Module(id, "self", AuthenticationType.SELF_SIGNED);
        self.setThumbprint(own.thumbprint("SHA-256"), own.thumbprint("SHA-256"));
        registry.addModule(self);

        send(protocol, id, "issued", works.issue(KeyKind.RSA, "CN=" + id + "/issued", now));
        send(protocol, id, "self", own);
        assertThatThrownBy(() -> send(protocol, id, "issued", root.issue(KeyKind.EC, "CN=" + id, now)))
                .isInstanceOf(IotHubClientException.class);
        assertThatThrownBy(() -> send(protocol, id, "issued", own)).isInstanceOf(IotHubClientException.class);
    }

    @Test
    void shouldDropAnMqttConnectionAfterItsTokenSoThatTheDeviceRenewsIt() throws Exception {
        String id = registered(AuthenticationType.SAS, null, null);
        List<IotHubConnectionStatusChangeReason> heard = new CopyOnWriteArrayList<>();
        DeviceClient client = new DeviceClient(
                connectionString(id, "SharedAccessKey=" + registry.getDevice(id).getPrimaryKey()),
                IotHubClientProtocol.MQTT,
                ClientOptions.builder()
                        .sslContext(TestHub.trust(emulator))
                        .sasTokenExpiryTime(3)
                        .build());
        client.setConnectionStatusChangeCallback(change -> heard.add(change.getNewStatusReason()), null);
        try {
            client.open(false);

            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(heard)
                            .containsSubsequence(
                                    IotHubConnectionStatusChangeReason.CONNECTION_OK,
                                    IotHubConnectionStatusChangeReason.EXPIRED_SAS_TOKEN,
                                    IotHubConnectionStatusChangeReason.CONNECTION_OK));
        } finally {
            client.close();
        }
    }

    private static String registered(AuthenticationType type, @Nullable String primary, @Nullable String secondary)
            throws Exception {
        Device device = new Device("pump-" + DEVICES.incrementAndGet(), type);
        if (type == AuthenticationType.SELF_SIGNED) {
            device.setThumbprint(primary, secondary);
        }
        return registry.addDevice(device).getDeviceId();
    }

    private static String policyToken(String policy, String key) {
        return Tokens.ofPolicy(emulator.hostName() + "/devices", policy, key, now.plusSeconds(600));
    }

    private static void assertRefused(IotHubClientProtocol protocol, String id, TestCertificate certificate) {
        assertThatThrownBy(() -> send(protocol, id, certificate)).isInstanceOf(IotHubClientException.class);
    }

    private static void send(IotHubClientProtocol protocol, String id, TestCertificate certificate)
            throws IotHubClientException, InterruptedException {
        send(new DeviceClient(
                connectionString(id, "x509=true"),
                protocol,
                ClientOptions.builder()
                        .sslContext(TestHub.trust(emulator, certificate))
                        .build()));
    }

    private static void send(IotHubClientProtocol protocol, String id, String module, TestCertificate certificate)
            throws IotHubClientException, InterruptedException {
        ModuleClient client = new ModuleClient(
                connectionString(id, "ModuleId=" + module + ";x509=true"),
                protocol,
                ClientOptions.builder()
                        .sslContext(TestHub.trust(emulator, certificate))
                        .build());
        try {
            client.open(false);
            client.sendEvent(
                    new Message("I am in"), (int) Duration.ofSeconds(20).toMillis());
        } finally {
            client.close();
        }
    }

    private static void send(IotHubClientProtocol protocol, String id, String credential)
            throws IotHubClientException, InterruptedException {
        send(new DeviceClient(
                connectionString(id, credential),
                protocol,
                ClientOptions.builder().sslContext(TestHub.trust(emulator)).build()));
    }

    /** Over HTTPS nothing is checked before a device sends. */
    private static void send(DeviceClient client) throws IotHubClientException, InterruptedException {
        try {
            client.open(false);
            client.sendEvent(
                    new Message("I am in"), (int) Duration.ofSeconds(20).toMillis());
        } finally {
            client.close();
        }
    }

    private static String connectionString(String id, String credential) {
        return "HostName=" + emulator.hostName() + ";DeviceId=" + id + ";" + credential;
    }
}
