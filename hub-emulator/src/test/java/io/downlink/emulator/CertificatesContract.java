package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.azure.sdk.iot.device.exceptions.IotHubClientException;
import com.microsoft.azure.sdk.iot.service.auth.AuthenticationType;
import io.downlink.emulator.TestCertificate.KeyKind;
import io.downlink.emulator.conformance.Covers;
import io.downlink.emulator.conformance.Feature;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Devices with certificates, signed by themselves or by an authority. */
@Covers(Feature.CERTIFICATES)
abstract class CertificatesContract extends CredentialsContract {
    @ParameterizedTest
    @EnumSource
    void shouldLetInASelfSignedDevice(KeyKind key) throws Exception {
        TestCertificate first = TestCertificate.selfSigned(key, "CN=first", now());
        TestCertificate second = TestCertificate.selfSigned(key, "CN=second", now());
        String id = registered(
                "self-" + key, AuthenticationType.SELF_SIGNED, first.thumbprint("SHA-1"), second.thumbprint("SHA-256"));

        assertThat(registry().getDevice(id).getAuthenticationType()).isEqualTo(AuthenticationType.SELF_SIGNED);
        assertThat(registry().getDevice(id).getSecondaryThumbprint()).isEqualTo(second.thumbprint("SHA-256"));
        assertThatCode(() -> send(id, first)).doesNotThrowAnyException();
        assertThatCode(() -> send(id, second)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource
    void shouldLetInADeviceOfARegisteredAuthority(KeyKind key) throws Exception {
        TestCertificate root = setting().authority();
        TestCertificate works = root.issueAuthority(KeyKind.EC, "CN=Works 7", now());
        String id = registered("issued-" + key, AuthenticationType.CERTIFICATE_AUTHORITY, null, null);

        assertThat(registry().getDevice(id).getAuthenticationType())
                .isEqualTo(AuthenticationType.CERTIFICATE_AUTHORITY);
        assertThatCode(() -> send(id, root.issue(key, "CN=" + id, now()))).doesNotThrowAnyException();
        assertThatCode(() -> send(id, works.issue(key, "CN=" + id, now()))).doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseACertificateThatIsNotTheDevices() throws Exception {
        TestCertificate root = setting().authority();
        TestCertificate own = TestCertificate.selfSigned(KeyKind.EC, "CN=own", now());
        TestCertificate past = TestCertificate.selfSigned(
                KeyKind.EC, "CN=past", now().minus(Duration.ofDays(2)), now().minus(Duration.ofDays(1)));
        String self =
                registered("self", AuthenticationType.SELF_SIGNED, own.thumbprint("SHA-1"), past.thumbprint("SHA-1"));
        String issued = registered("issued", AuthenticationType.CERTIFICATE_AUTHORITY, null, null);
        String sas = registered("sas", AuthenticationType.SAS, null, null);

        assertRefused(self, TestCertificate.selfSigned(KeyKind.EC, "CN=own", now()));
        assertRefused(self, past);
        assertRefused(issued, root.issue(KeyKind.EC, "CN=" + self, now()));
        assertRefused(issued, TestCertificate.selfSigned(KeyKind.EC, "CN=" + issued, now()));
        assertRefused(sas, root.issue(KeyKind.EC, "CN=" + sas, now()));
    }

    private void assertRefused(String id, TestCertificate certificate) {
        assertThatThrownBy(() -> send(id, certificate)).isInstanceOf(IotHubClientException.class);
    }
}
