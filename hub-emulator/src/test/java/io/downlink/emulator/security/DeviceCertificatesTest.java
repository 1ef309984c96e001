package io.downlink.emulator.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.downlink.emulator.TestCertificate;
import io.downlink.emulator.TestCertificate.KeyKind;
import io.downlink.emulator.hub.Authentication;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.hub.SymmetricKeys;
import io.downlink.emulator.hub.Thumbprints;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceCertificatesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Authentication CA = new Authentication.CertificateAuthority();
    private static final TestCertificate ROOT = TestCertificate.authority(KeyKind.EC, "CN=Fleet", NOW);
    private static final TestCertificate WORKS = ROOT.issueAuthority(KeyKind.RSA, "CN=Works 7", NOW);

    private final DeviceCertificates certificates = knowing(ROOT.certificate());

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void shouldKnowASelfSignedOneByEachThumbprint(KeyKind key) {
        TestCertificate own = TestCertificate.selfSigned(key, "CN=whatever", NOW);
        TestCertificate other = TestCertificate.selfSigned(key, "CN=whatever", NOW);
        String hash = own.thumbprint("SHA-256");

        assertThat(accepted(own, selfSigned(hash, null))).isTrue();
        assertThat(accepted(own, selfSigned(null, hash.toUpperCase(Locale.ROOT))))
                .isTrue();
        assertThat(accepted(own, selfSigned(other.thumbprint("SHA-1"), own.thumbprint("SHA-1"))))
                .isTrue();
        assertThat(accepted(other, selfSigned(hash, null))).isFalse();
    }

    @Test
    void shouldRefuseASelfSignedOneBeforeAndAfterItsTime() {
        Duration day = Duration.ofDays(1);
        TestCertificate past = TestCertificate.selfSigned(KeyKind.EC, "CN=a", NOW.minus(day), NOW);
        TestCertificate future = TestCertificate.selfSigned(KeyKind.EC, "CN=a", NOW.plusSeconds(1), NOW.plus(day));

        assertThat(accepted(past, selfSigned(past.thumbprint("SHA-1"), null))).isFalse();
        assertThat(accepted(future, selfSigned(future.thumbprint("SHA-1"), null)))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void shouldFollowAChainToARegisteredAuthority(KeyKind key) {
        assertThat(accepted(ROOT.issue(key, "CN=pump-1", NOW), CA)).isTrue();
        assertThat(accepted(WORKS.issue(key, "O=Fleet,CN=pump-1", NOW), CA)).isTrue();
    }

    @Test
    void shouldFollowAChainWhateverItsOrderWithItsRootOrWithout() {
        TestCertificate own = WORKS.issue(KeyKind.EC, "CN=pump-1", NOW);
        X509Certificate leaf = own.certificate();

        assertThat(accepted(List.of(leaf, WORKS.certificate()))).isTrue();
        assertThat(accepted(List.of(leaf, ROOT.certificate(), WORKS.certificate())))
                .isTrue();
        assertThat(accepted(List.of(leaf))).isFalse();
    }

    @Test
    void shouldTrustAnAuthorityBelowItsRootWithoutTheRoot() {
        TestCertificate own = WORKS.issue(KeyKind.EC, "CN=pump-1", NOW);

        assertThat(knowing(WORKS.certificate()).accept(own.chain(), CA, "pump-1"))
                .isTrue();
        assertThat(knowing(WORKS.certificate())
                        .accept(ROOT.issue(KeyKind.EC, "CN=pump-1", NOW).chain(), CA, "pump-1"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CN=pump-2", "CN=Pump-1", "O=pump-1", "CN=pump-1,CN=pump-2", "CN=pump-1/m"})
    void shouldRefuseAnotherName(String subject) {
        assertThat(accepted(ROOT.issue(KeyKind.EC, subject, NOW), CA)).isFalse();
    }

    @Test
    void shouldRefuseAnAuthorityThatOnlyHasTheNameOfARegisteredOne() {
        TestCertificate impostor = TestCertificate.authority(KeyKind.EC, "CN=Fleet", NOW);

        assertThat(accepted(impostor.issue(KeyKind.EC, "CN=pump-1", NOW), CA)).isFalse();
    }

    @Test
    void shouldRefuseWhatADeviceSignedForAnother() {
        TestCertificate device = ROOT.issue(KeyKind.EC, "CN=pump-2", NOW);

        assertThat(accepted(device.issue(KeyKind.EC, "CN=pump-1", NOW), CA)).isFalse();
    }

    @Test
    void shouldRefuseEveryAuthorityWhenNoneIsRegistered() {
        assertThat(new DeviceCertificates(List.of(), clock())
                        .accept(ROOT.issue(KeyKind.EC, "CN=pump-1", NOW).chain(), CA, "pump-1"))
                .isFalse();
    }

    @Test
    void shouldRefuseACertificateOfADeviceThatHasKeysOrNothing() {
        TestCertificate own = ROOT.issue(KeyKind.EC, "CN=pump-1", NOW);

        assertThat(accepted(own, new Authentication.Sas(SymmetricKeys.random())))
                .isFalse();
        assertThat(accepted(own, new Authentication.None())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12ab", "zz34567890123456789012345678901234567890"})
    void shouldRefuseToRegisterWhatIsNoThumbprint(String text) {
        assertThatThrownBy(() -> new Thumbprints(text, null)).isInstanceOf(HubException.class);
        assertThatThrownBy(() -> new Thumbprints(null, text)).isInstanceOf(HubException.class);
        assertThatThrownBy(() -> new Thumbprints(null, null)).isInstanceOf(HubException.class);
    }

    @Test
    void shouldReadAuthoritiesFromFilesAndNothingElse(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("both.pem");
        PemFile.writePublic(file, ROOT.certificate());
        Files.writeString(file, Files.readString(write(directory, WORKS.certificate())), StandardOpenOption.APPEND);
        Path device = write(directory, ROOT.issue(KeyKind.EC, "CN=pump-1", NOW).certificate());
        Path text = Files.writeString(directory.resolve("text.pem"), "nothing");

        assertThat(AccessRules.DEFAULT.withAuthorities(List.of(file)).authorities())
                .containsExactly(ROOT.certificate(), WORKS.certificate());
        Stream.of(device, text)
                .forEach(wrong -> assertThatThrownBy(() -> AccessRules.DEFAULT.withAuthorities(List.of(wrong)))
                        .isInstanceOf(IllegalArgumentException.class));
    }

    private static Path write(Path directory, X509Certificate certificate) {
        Path file = directory.resolve("one.pem");
        PemFile.writePublic(file, certificate);
        return file;
    }

    private boolean accepted(TestCertificate own, Authentication authentication) {
        return certificates.accept(own.chain(), authentication, "pump-1");
    }

    private boolean accepted(List<X509Certificate> chain) {
        return certificates.accept(chain, CA, "pump-1");
    }

    private static Authentication selfSigned(@Nullable String primary, @Nullable String secondary) {
        return new Authentication.SelfSigned(new Thumbprints(primary, secondary));
    }

    private static DeviceCertificates knowing(X509Certificate authority) {
        return new DeviceCertificates(List.of(authority), clock());
    }

    private static Clock clock() {
        return Clock.fixed(NOW, ZoneOffset.UTC);
    }
}
