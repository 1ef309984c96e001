package io.downlink.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.azure.core.credential.AzureSasCredential;
import com.microsoft.azure.sdk.iot.service.messaging.IotHubServiceClientProtocol;
import com.microsoft.azure.sdk.iot.service.messaging.MessagingClient;
import com.microsoft.azure.sdk.iot.service.messaging.MessagingClientOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubTlsTest {
    private static final String ADDRESS = "127.41.0.3";
    private static final TestCa CA = new TestCa("tls");

    /** What an AMQP client sends first, before anything else: the header of its SASL layer (AMQP 1.0, 5.3.1). */
    private static final String SASL_HEADER = "AMQP\3\1\0\0";

    @TempDir
    private Path directory;

    @Test
    void shouldSpeakAmqpWhenTheCertificateIsForTheHub() throws Exception {
        try (AmqpPort port = new AmqpPort(ADDRESS, CA.serverAt(ADDRESS))) {
            // when
            open(new AmqpTls(HubTls.context(CA.pem(directory)), ADDRESS).context());
            // then
            await().untilAsserted(() -> assertThat(port.received()).startsWith(SASL_HEADER));
        }
    }

    @Test
    void shouldRefuseAmqpWhenTheCertificateIsForAnotherName() throws Exception {
        try (AmqpPort port = new AmqpPort(ADDRESS, CA.serverAt("127.41.0.99"))) {
            // when
            open(new AmqpTls(HubTls.context(CA.pem(directory)), ADDRESS).context());
            // then
            await().untilAsserted(() -> assertThat(port.handshakesRefused()).isPositive());
            assertThat(port.received()).isEmpty();
        }
    }

    @Test
    void shouldRefuseAmqpWhenTheAuthorityIsNotTrusted() throws Exception {
        try (AmqpPort port = new AmqpPort(ADDRESS, CA.serverAt(ADDRESS))) {
            // when
            open(new AmqpTls(HubTls.context(null), ADDRESS).context());
            // then
            await().untilAsserted(() -> assertThat(port.handshakesRefused()).isPositive());
            assertThat(port.received()).isEmpty();
        }
    }

    /** Why there is {@link AmqpTls}: should this fail one day, the SDK has learned to look. */
    @Test
    void shouldSpeakAmqpToAnybodyWhenTheContextIsNotOurs() throws Exception {
        try (AmqpPort port = new AmqpPort(ADDRESS, CA.serverAt("127.41.0.99"))) {
            // when
            open(HubTls.context(CA.pem(directory)));
            // then
            await().untilAsserted(() -> assertThat(port.received()).startsWith(SASL_HEADER));
        }
    }

    @Test
    void shouldNameThePeerWhenAnEngineIsMadeWithoutOne() throws IOException {
        // when
        SSLEngine engine = new AmqpTls(HubTls.context(null), "my-hub.azure-devices.net")
                .context()
                .createSSLEngine();
        // then
        assertThat(engine.getPeerHost()).isEqualTo("my-hub.azure-devices.net");
        assertThat(engine.getSSLParameters().getEndpointIdentificationAlgorithm())
                .isEqualTo("HTTPS");
    }

    @Test
    void shouldReadEveryCertificateOfAFile() throws IOException {
        // given
        TestCa second = new TestCa("second");
        Path both = Files.writeString(
                directory.resolve("both.pem"),
                "# the first\n" + Files.readString(CA.pem(directory)) + Files.readString(second.pem(directory)));
        // when
        X509TrustManager trust = HubTls.trust(both);
        // then
        assertThat(trust.getAcceptedIssuers()).contains(CA.certificate(), second.certificate());
    }

    @Test
    void shouldTellTheRemedyWhenAFileHoldsNoCertificate() throws IOException {
        Path empty = Files.writeString(directory.resolve("empty.pem"), "");
        Path text = Files.writeString(directory.resolve("text.pem"), "-----BEGIN CERTIFICATE-----\nhello");
        Path missing = directory.resolve("missing.pem");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> HubTls.context(empty))
                .withMessageContainingAll("empty.pem", "holds no certificate", "BEGIN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HubTls.context(text))
                .withMessageContainingAll("text.pem", "is not PEM");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HubTls.context(missing))
                .withMessageContainingAll("missing.pem", "cannot be read");
    }

    /** Nobody answers behind the header: what opening says of it varies, and the port tells how far it came. */
    private static void open(SSLContext context) {
        MessagingClient client = new MessagingClient(
                ADDRESS,
                new AzureSasCredential("SharedAccessSignature sr=x"),
                IotHubServiceClientProtocol.AMQPS,
                MessagingClientOptions.builder().sslContext(context).build());
        Throwable _ = catchThrowable(() -> client.open(2_000));
        Throwable _ = catchThrowable(() -> client.close(2_000));
    }
}
