package io.downlink.service.hubs;

import io.downlink.hub.EntraCredential;
import io.downlink.hub.HubCredential;
import io.downlink.hub.HubSettings;
import io.downlink.service.hubs.CredentialConfig.Entra;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes of what is configured for a hub who Downlink is there: exactly one kind of credential counts. */
final class ConfiguredHub {
    private final String name;
    private final HubConfig config;
    private final CredentialConfig credential;

    private ConfiguredHub(String name, HubConfig config) {
        this.name = name;
        this.config = config;
        this.credential = config.credential();
    }

    /** @throws IllegalArgumentException if it is none or several, or a part is missing; the message names keys and remedy */
    static HubSettings settings(String name, HubConfig config) {
        ConfiguredHub hub = new ConfiguredHub(name, config);
        hub.checkKinds();
        hub.checkParts();
        return hub.settings();
    }

    private HubSettings settings() {
        int port = config.httpsPort();
        Path caFile = config.caFile().orElse(null);
        int callsMax = config.callsInFlightMax();
        if (config.connectionString().isPresent()) {
            return HubSettings.fromConnectionString(
                    name, config.connectionString().get(), port, caFile, callsMax);
        }
        if (config.connectionStringFile().isPresent()) {
            return HubSettings.fromConnectionStringFile(
                    name, config.connectionStringFile().get(), port, caFile, callsMax);
        }
        String hostName = config.hostName()
                .orElseThrow(() ->
                        new IllegalArgumentException("host-name is missing: set it, such as my-hub.azure-devices.net"));
        HubCredential proof = credential
                .sasTokenFile()
                .<HubCredential>map(HubCredential.SasTokenFile::new)
                .orElseGet(this::entra);
        return new HubSettings(name, hostName, port, proof, caFile, callsMax);
    }

    private EntraCredential entra() {
        return new EntraCredential(
                proof(credential.entra().orElseThrow()),
                credential.tenantId().orElse(null),
                credential.clientId().orElse(null),
                credential.authority().orElse(null));
    }

    private EntraCredential.Proof proof(Entra kind) {
        return switch (kind) {
            case WORKLOAD_IDENTITY ->
                new EntraCredential.Workload(credential.tokenFile().orElse(null));
            case DEFAULT -> new EntraCredential.Environment();
            case CLIENT_SECRET ->
                credential
                        .clientSecret()
                        .<EntraCredential.Proof>map(EntraCredential.Secret::new)
                        .orElseGet(() -> new EntraCredential.SecretInFile(
                                credential.clientSecretFile().orElseThrow()));
        };
    }

    private void checkKinds() {
        List<String> kinds = present(kinds());
        check(
                !kinds.isEmpty(),
                "connection-string is missing: set it, or connection-string-file, or host-name with"
                        + " credential.sas-token-file or credential.entra");
        check(kinds.size() == 1, String.join(" and ", kinds) + " are set: leave one of them");
        boolean named = kinds.getFirst().startsWith("connection-string");
        check(
                !named || config.hostName().isEmpty(),
                "host-name is set, and " + kinds.getFirst() + " names the host, too: leave host-name out");
    }

    private void checkParts() {
        Optional<Entra> entra = credential.entra();
        List<String> parts = present(parts());
        check(
                entra.isPresent() || parts.isEmpty(),
                String.join(", ", parts) + " belong to credential.entra: set that, or leave them out");
        List<String> secrets = parts.stream()
                .filter(part -> part.startsWith("credential.client-secret"))
                .toList();
        boolean ofSecret = entra.equals(Optional.of(Entra.CLIENT_SECRET));
        check(
                ofSecret || secrets.isEmpty(),
                String.join(", ", secrets) + " belong to credential.entra=client-secret: set that, or leave them out");
        check(
                !ofSecret || secrets.size() == 1,
                "credential.client-secret or credential.client-secret-file: set exactly one of them");
        check(
                credential.tokenFile().isEmpty() || entra.equals(Optional.of(Entra.WORKLOAD_IDENTITY)),
                "credential.token-file belongs to credential.entra=workload-identity: set that, or leave it out");
    }

    private Map<String, Optional<?>> kinds() {
        Map<String, Optional<?>> kinds = new LinkedHashMap<>();
        kinds.put("connection-string", config.connectionString());
        kinds.put("connection-string-file", config.connectionStringFile());
        kinds.put("credential.sas-token-file", credential.sasTokenFile());
        kinds.put("credential.entra", credential.entra());
        return kinds;
    }

    private Map<String, Optional<?>> parts() {
        Map<String, Optional<?>> parts = new LinkedHashMap<>();
        parts.put("credential.tenant-id", credential.tenantId());
        parts.put("credential.client-id", credential.clientId());
        parts.put("credential.client-secret", credential.clientSecret());
        parts.put("credential.client-secret-file", credential.clientSecretFile());
        parts.put("credential.token-file", credential.tokenFile());
        parts.put("credential.authority", credential.authority());
        return parts;
    }

    private static List<String> present(Map<String, Optional<?>> settings) {
        return settings.entrySet().stream()
                .filter(setting -> setting.getValue().isPresent())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static void check(boolean holds, String problemAndRemedy) {
        if (!holds) {
            throw new IllegalArgumentException(problemAndRemedy);
        }
    }
}
