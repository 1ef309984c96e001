package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.azure.sdk.iot.device.ClientOptions;
import com.microsoft.azure.sdk.iot.device.Message;
import com.microsoft.azure.sdk.iot.device.ModuleClient;
import com.microsoft.azure.sdk.iot.device.exceptions.IotHubClientException;
import com.microsoft.azure.sdk.iot.service.auth.AuthenticationType;
import com.microsoft.azure.sdk.iot.service.registry.Module;
import io.downlink.emulator.TestCertificate.KeyKind;
import io.downlink.emulator.conformance.Covers;
import io.downlink.emulator.conformance.Feature;
import org.junit.jupiter.api.Test;

/** Modules with certificates of their own. */
@Covers(Feature.MODULE_CERTIFICATES)
abstract class ModuleCertificatesContract extends CredentialsContract {
    @Test
    void shouldLetInASelfSignedModule() throws Exception {
        TestCertificate own = TestCertificate.selfSigned(KeyKind.EC, "CN=own", now());
        String id = registered("device-of-self", AuthenticationType.SAS, null, null);
        Module self = new Module(id, "self", AuthenticationType.SELF_SIGNED);
        self.setThumbprint(own.thumbprint("SHA-256"), own.thumbprint("SHA-256"));
        registry().addModule(self);

        assertThatCode(() -> sendAs(id, "self", own)).doesNotThrowAnyException();
        assertRefused(id, "self", TestCertificate.selfSigned(KeyKind.EC, "CN=own", now()));
    }

    @Test
    void shouldLetInAModuleOfARegisteredAuthority() throws Exception {
        TestCertificate root = setting().authority();
        String id = registered("device-of-issued", AuthenticationType.SAS, null, null);
        registry().addModule(new Module(id, "issued", AuthenticationType.CERTIFICATE_AUTHORITY));

        assertThatCode(() -> sendAs(id, "issued", root.issue(KeyKind.RSA, "CN=" + id + "/issued", now())))
                .doesNotThrowAnyException();
        assertRefused(id, "issued", root.issue(KeyKind.EC, "CN=" + id, now()));
    }

    private void assertRefused(String id, String module, TestCertificate certificate) {
        assertThatThrownBy(() -> sendAs(id, module, certificate)).isInstanceOf(IotHubClientException.class);
    }

    private void sendAs(String id, String module, TestCertificate certificate)
            throws IotHubClientException, InterruptedException {
        ModuleClient client = new ModuleClient(
                connectionString(id, "ModuleId=" + module + ";x509=true"),
                protocol(),
                ClientOptions.builder()
                        .sslContext(TestHub.trust(emulator(), certificate))
                        .build());
        try {
            client.open(false);
            client.sendEvent(new Message("I am in"), MILLISECONDS_TO_SEND);
        } finally {
            client.close();
        }
    }
}
