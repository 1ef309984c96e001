package io.downlink.testsupport.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.CredentialUnavailableException;
import com.azure.identity.WorkloadIdentityCredentialBuilder;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubUnauthorizedException;
import com.microsoft.azure.sdk.iot.service.messaging.IotHubServiceClientProtocol;
import com.microsoft.azure.sdk.iot.service.messaging.Message;
import com.microsoft.azure.sdk.iot.service.messaging.MessagingClient;
import com.microsoft.azure.sdk.iot.service.messaging.MessagingClientOptions;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodsClient;
import com.microsoft.azure.sdk.iot.service.registry.Device;
import com.microsoft.azure.sdk.iot.service.registry.RegistryClient;
import io.downlink.emulator.EmulatorSettings;
import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.hub.ClientId;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.security.AccessRules;
import io.downlink.testsupport.TestDevice;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The credentials of the unmodified azure-identity in the clients of the unmodified service SDK. */
@Timeout(120)
class AzureIdentityIT {
    private static final Path DATA_DIR = Path.of("target", "identity-data").toAbsolutePath();
    private static final String SECRET = "not a secret";
    private static final String READER = "reader";
    private static final String CONTRIBUTOR = "contributor";

    private static TokenEndpoint tokens;
    private static HubEmulator hub;

    @BeforeAll
    static void start() {
        tokens = TokenEndpoint.start("127.61.0.20", DATA_DIR);
        tokens.register(READER, SECRET, "IoT Hub Data Reader");
        tokens.register(CONTRIBUTOR, SECRET, "IoT Hub Data Contributor");
        hub = HubEmulator.start(
                EmulatorSettings.at("127.61.0.21", DATA_DIR).with(AccessRules.DEFAULT.withIssuer(tokens.issuer())));
        // For the hub, which fetches the issuer's keys, and the service SDK, which has no other way to be told.
        HttpsURLConnection.setDefaultSSLSocketFactory(sslContext().getSocketFactory());
    }

    @AfterAll
    static void stop() {
        hub.close();
        tokens.close();
    }

    @Test
    void shouldCallADevice() throws Exception {
        // given
        TestDevice device = TestDevice.connected(hub, "called");
        // when
        int status = new DirectMethodsClient(host(), secret(CONTRIBUTOR, SECRET))
                .invoke("called", "reboot")
                .getStatus();
        // then
        assertThat(status).isEqualTo(200);
        assertThat(device.received).hasSize(1);
    }

    @Test
    void shouldLetAReaderReadAndNoMore() throws Exception {
        // given
        TestDevice.registered(hub, "read");
        RegistryClient registry = new RegistryClient(host(), secret(READER, SECRET));
        // when
        Device device = registry.getDevice("read");
        // then
        assertThat(device.getDeviceId()).isEqualTo("read");
        assertThatThrownBy(() -> registry.addDevice(new Device("written")))
                .isInstanceOf(IotHubUnauthorizedException.class)
                .hasMessageContaining("IotHubUnauthorizedAccess");
        assertThatThrownBy(() -> new DirectMethodsClient(host(), secret(READER, SECRET)).invoke("read", "reboot"))
                .isInstanceOf(IotHubUnauthorizedException.class);
    }

    @Test
    void shouldSendAMessage() throws Exception {
        // given
        TestDevice.registered(hub, "sent");
        MessagingClient messaging = messaging(secret(CONTRIBUTOR, SECRET));
        // when
        messaging.open();
        messaging.send("sent", new Message("hello"));
        messaging.close();
        // then
        assertThat(hub.hub().registry().get(ClientId.of(new DeviceId("sent"))).messages())
                .isEqualTo(1);
    }

    @Test
    void shouldRefuseMessagesOfAReader() {
        MessagingClient messaging = messaging(secret(READER, SECRET));

        assertThatThrownBy(messaging::open).isInstanceOf(Exception.class);
    }

    @Test
    void shouldTakeTheTokenOfAWorkload(@TempDir Path directory) throws Exception {
        // given
        TokenSigner cluster = new TokenSigner("https://cluster.example");
        tokens.register("workload", cluster, "system:serviceaccount:downlink:gateway", "IoT Hub Registry Contributor");
        Path file = Files.writeString(
                directory.resolve("token"),
                cluster.sign("system:serviceaccount:downlink:gateway", "api://AzureADTokenExchange", 600));
        Path stranger = Files.writeString(
                directory.resolve("stranger"),
                cluster.sign("system:serviceaccount:other:gateway", "api://AzureADTokenExchange", 600));
        // when
        Device added = new RegistryClient(host(), workload(file)).addDevice(new Device("added"));
        // then
        assertThat(added.getDeviceId()).isEqualTo("added");
        assertThatThrownBy(() -> new RegistryClient(host(), workload(stranger)).getDevice("added"))
                .isInstanceOf(CredentialUnavailableException.class)
                .hasStackTraceContaining("401");
    }

    @Test
    void shouldGetNoTokenForAWrongSecret() {
        RegistryClient registry = new RegistryClient(host(), secret(CONTRIBUTOR, "wrong"));

        assertThatThrownBy(() -> registry.getDevice("device-1")).hasStackTraceContaining("AADSTS7000215");
    }

    private static TokenCredential secret(String clientId, String secret) {
        return new ClientSecretCredentialBuilder()
                .authorityHost(tokens.authority())
                .disableInstanceDiscovery() // only Microsoft's own authorities can be discovered
                .tenantId(TokenEndpoint.TENANT)
                .clientId(clientId)
                .clientSecret(secret)
                .httpClient(httpClient())
                .build();
    }

    private static TokenCredential workload(Path tokenFile) {
        return new WorkloadIdentityCredentialBuilder()
                .authorityHost(tokens.authority())
                .disableInstanceDiscovery()
                .tenantId(TokenEndpoint.TENANT)
                .clientId("workload")
                .tokenFilePath(tokenFile.toString())
                .httpClient(httpClient())
                .build();
    }

    private static MessagingClient messaging(TokenCredential credential) {
        return new MessagingClient(
                hub.hostName(),
                credential,
                IotHubServiceClientProtocol.AMQPS,
                MessagingClientOptions.builder().sslContext(sslContext()).build());
    }

    private static String host() {
        return hub.hostName() + ":" + hub.httpsPort();
    }

    private static HttpClient httpClient() {
        return new JdkHttpClientBuilder(java.net.http.HttpClient.newBuilder().sslContext(sslContext())).build();
    }

    private static SSLContext sslContext() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust().getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TrustManagerFactory trust() {
        try (InputStream content = Files.newInputStream(hub.trustStore())) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(content, "downlink".toCharArray());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            return trust;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
