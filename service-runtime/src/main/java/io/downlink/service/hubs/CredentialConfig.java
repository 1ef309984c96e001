package io.downlink.service.hubs;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** {@code downlink.hubs.<name>.credential}: a token that somebody else renews, or an identity of Microsoft Entra ID. */
public interface CredentialConfig {

    /** A file with {@code SharedAccessSignature sr=...}, read again when it changes. */
    Optional<Path> sasTokenFile();

    /** Microsoft Entra ID, and what proves the identity to it. */
    Optional<Entra> entra();

    /** The tenant; without it {@code AZURE_TENANT_ID}. */
    Optional<String> tenantId();

    /** The application or managed identity; without it {@code AZURE_CLIENT_ID}. */
    Optional<String> clientId();

    /** The secret of {@link Entra#CLIENT_SECRET}. */
    Optional<String> clientSecret();

    /** A file with that secret, read again when it changes. */
    Optional<Path> clientSecretFile();

    /** The platform's token of {@link Entra#WORKLOAD_IDENTITY}; without it {@code AZURE_FEDERATED_TOKEN_FILE}. */
    Optional<Path> tokenFile();

    /** Who gives tokens, where it is not {@code https://login.microsoftonline.com}. */
    Optional<URI> authority();

    /** What proves an identity. */
    enum Entra {
        /** A token of the Kubernetes cluster. */
        WORKLOAD_IDENTITY,
        /** A secret of the application. */
        CLIENT_SECRET,
        /** Whatever {@code DefaultAzureCredential} finds, such as a managed identity. */
        DEFAULT
    }
}
