package io.downlink.emulator.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevelopmentCaTest {
    @TempDir
    private Path directory;

    private final Clock clock = Clock.systemUTC();

    @Test
    void shouldMakeACertificateForTheAddressAndTheUsualNames() throws Exception {
        DevelopmentCa authority = DevelopmentCa.open(directory, List.of("127.40.1.1", "hub.test"), clock);

        X509Certificate server = certificate(authority.server());
        server.verify(read(authority.caFile()).getPublicKey());
        assertThat(server.getSubjectAlternativeNames())
                .contains(
                        List.of(7, "127.40.1.1"),
                        List.of(7, "127.0.0.1"),
                        List.of(2, "localhost"),
                        List.of(2, "hub.test"));
        assertThat(server.getNotBefore().toInstant()).isBefore(Instant.now());
    }

    @Test
    void shouldKeepPrivateKeysPrivate() throws Exception {
        DevelopmentCa.open(directory, List.of("127.40.1.1"), clock);

        for (Path key : List.of(directory.resolve("server-key.pem"), directory.resolve("ca-key.pem"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void shouldKeepEverythingWhenItServes() throws Exception {
        DevelopmentCa first = DevelopmentCa.open(directory, List.of("127.40.1.1"), clock);
        X509Certificate server = certificate(first.server());

        DevelopmentCa second = DevelopmentCa.open(directory, List.of("127.40.1.1"), clock);

        assertThat(certificate(second.server())).isEqualTo(server);
    }

    @Test
    void shouldRenewTheServersCertificateForANewAddressAndKeepTheCa() throws Exception {
        DevelopmentCa first = DevelopmentCa.open(directory, List.of("127.40.1.1"), clock);
        X509Certificate ca = read(first.caFile());

        DevelopmentCa second = DevelopmentCa.open(directory, List.of("127.40.1.2"), clock);

        assertThat(read(second.caFile())).isEqualTo(ca);
        assertThat(certificate(second.server()).getSubjectAlternativeNames())
                .as("a server that runs at the earlier address still finds its name")
                .contains(List.of(7, "127.40.1.1"), List.of(7, "127.40.1.2"));
    }

    @Test
    void shouldRenewTheServersCertificateBeforeItExpires() throws Exception {
        DevelopmentCa first = DevelopmentCa.open(directory, List.of("127.40.1.1"), clock);
        X509Certificate server = certificate(first.server());

        Clock nearTheEnd = Clock.offset(clock, CertificateIssuer.SERVER_LIFE.minus(Duration.ofDays(29)));
        DevelopmentCa second = DevelopmentCa.open(directory, List.of("127.40.1.1"), nearTheEnd);

        assertThat(certificate(second.server()).getNotAfter()).isAfter(server.getNotAfter());
    }

    @Test
    void shouldKeepCertificateAndKeyOfOneServerTogetherWhenAnotherStartsAtOnce() throws Exception {
        DevelopmentCa first = DevelopmentCa.open(directory, List.of("127.40.1.1"), clock);

        DevelopmentCa second = DevelopmentCa.open(directory, List.of("127.40.1.2"), clock);

        assertThat(first.server()).isNotEqualTo(second.server());
        for (DevelopmentCa authority : List.of(first, second)) {
            Signature signing = Signature.getInstance("SHA256withECDSA");
            signing.initSign(privateKey(authority.server()));
            byte[] signed = signing.sign();
            signing.initVerify(certificate(authority.server()));
            assertThat(signing.verify(signed)).isTrue();
        }
    }

    @Test
    void shouldMakeTheServersCertificateWhenItIsMissing() throws Exception {
        DevelopmentCa first = DevelopmentCa.open(directory, List.of("127.40.1.1"), clock);
        Files.delete(directory.resolve("server.pem"));

        DevelopmentCa second = DevelopmentCa.open(directory, List.of("127.40.1.1"), clock);

        assertThat(second.server()).isNotEqualTo(first.server());
    }

    @Test
    void shouldTrustWhatTheJdkTrustsAndTheCa() throws Exception {
        DevelopmentCa authority = DevelopmentCa.open(directory, List.of("127.40.1.1"), clock);

        KeyStore trust =
                KeyStore.getInstance(authority.trustStore().toFile(), DevelopmentCa.TRUST_STORE_PASSWORD.toCharArray());

        assertThat(trust.getCertificateAlias(read(authority.caFile()))).isNotNull();
        assertThat(trust.size()).isGreaterThan(50);
    }

    private static X509Certificate certificate(ServerIdentity server) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(server.certificate().getBytes(StandardCharsets.US_ASCII)));
    }

    private static PrivateKey privateKey(ServerIdentity server) throws Exception {
        String base64 = server.privateKey().replaceAll("-----.*-----|\\s", "");
        return KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    }

    private static X509Certificate read(Path file) throws Exception {
        try (InputStream content = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(content);
        }
    }
}
