package io.downlink.service.hubs;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.downlink.hub.EntraCredential;
import io.downlink.hub.HubCredential;
import io.downlink.hub.HubSettings;
import io.downlink.hub.SharedAccessPolicy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfiguredHubTest {
    private static final String CONNECTION = "HostName=hub.example;SharedAccessKeyName=service;SharedAccessKey=a2V5";

    @Test
    void shouldTakeAKey() {
        assertThat(settings(Map.of("connection-string", CONNECTION)))
                .isEqualTo(new HubSettings(
                        "plant", "hub.example", 443, new SharedAccessPolicy("service", "a2V5"), null, 256));
    }

    @Test
    void shouldTakeAKeyInAFile(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("connection-string"), CONNECTION + "\n");

        assertThat(settings(Map.of("connection-string-file", file.toString())))
                .isEqualTo(new HubSettings(
                        "plant", "hub.example", 443, new HubCredential.ConnectionStringFile(file), null, 256));
    }

    @Test
    void shouldTakeATokenInAFile() {
        assertThat(credential("host-name=hub.example credential.sas-token-file=/run/token"))
                .isEqualTo(new HubCredential.SasTokenFile(Path.of("/run/token")));
    }

    @Test
    void shouldTakeAClientSecret() {
        assertThat(
                        credential(
                                "host-name=h credential.entra=client-secret credential.tenant-id=t credential.client-id=c credential.client-secret=s"))
                .isEqualTo(new EntraCredential(new EntraCredential.Secret("s"), "t", "c", null));
    }

    @Test
    void shouldTakeAClientSecretInAFile() {
        assertThat(
                        credential(
                                "host-name=h credential.entra=client-secret credential.tenant-id=t credential.client-id=c credential.client-secret-file=/run/s"))
                .isEqualTo(new EntraCredential(new EntraCredential.SecretInFile(Path.of("/run/s")), "t", "c", null));
    }

    @Test
    void shouldTakeAWorkloadsIdentity() {
        assertThat(credential("host-name=h credential.entra=workload-identity credential.token-file=/run/t"))
                .isEqualTo(new EntraCredential(new EntraCredential.Workload(Path.of("/run/t")), null, null, null));
    }

    @Test
    void shouldTakeWhatTheEnvironmentOffers() {
        assertThat(credential("host-name=h credential.entra=default credential.authority=https://login.example"))
                .isEqualTo(new EntraCredential(
                        new EntraCredential.Environment(), null, null, URI.create("https://login.example")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                                                       | connection-string is missing: set it, or",
                "host-name=h                                            | connection-string is missing: set it, or",
                "connection-string=x connection-string-file=/x          | connection-string and connection-string-file are set",
                "connection-string=x credential.entra=default           | connection-string and credential.entra are set",
                "credential.sas-token-file=/x credential.entra=default  | leave one of them",
                "connection-string=x host-name=h                        | leave host-name out",
                "credential.sas-token-file=/x                           | host-name is missing: set it",
                "credential.entra=default                               | host-name is missing: set it",
                "connection-string=x credential.client-id=c             | credential.client-id belong to credential.entra",
                "host-name=h credential.entra=default credential.client-secret=s | belong to credential.entra=client-secret",
                "host-name=h credential.entra=client-secret             | set exactly one of them",
                "host-name=h credential.entra=client-secret credential.client-secret=s credential.client-secret-file=/x | set exactly one of them",
                "host-name=h credential.entra=client-secret credential.client-secret=s | credential.tenant-id and credential.client-id are missing",
                "host-name=h credential.entra=default credential.token-file=/x | belongs to credential.entra=workload-identity",
                "connection-string-file=/nowhere/at/all                 | the file /nowhere/at/all cannot be read",
            })
    void shouldNameTheKeysAndTheRemedy(String settings, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> credential(settings == null ? "" : settings))
                .withMessageContaining(message);
    }

    private static HubCredential credential(String settings) {
        return settings(Arrays.stream(settings.split(" ", -1))
                        .filter(setting -> !setting.isEmpty())
                        .map(setting -> setting.split("=", 2))
                        .collect(toMap(setting -> setting[0], setting -> setting[1])))
                .credential();
    }

    private static HubSettings settings(Map<String, String> settings) {
        return ConfiguredHub.settings("plant", HubConfigs.of(settings));
    }
}
