package io.downlink.hub;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.identity.AadCredentialBuilderBase;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.identity.WorkloadIdentityCredentialBuilder;
import io.downlink.hub.EntraCredential.Environment;
import io.downlink.hub.EntraCredential.Secret;
import io.downlink.hub.EntraCredential.SecretInFile;
import io.downlink.hub.EntraCredential.Workload;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import javax.net.ssl.SSLContext;

/** The credentials of {@code azure-identity}, by what is configured. */
final class EntraSources {
    private final HubSettings hub;
    private final EntraCredential entra;
    private final HttpClient http;
    private final Clock clock;

    /** @param tls whom the identity provider's connections trust: a proxy that looks into TLS is in front of it, too */
    EntraSources(HubSettings hub, EntraCredential entra, SSLContext tls, Clock clock) {
        this.hub = hub;
        this.entra = entra;
        this.http =
                new JdkHttpClientBuilder(java.net.http.HttpClient.newBuilder().sslContext(tls)).build();
        this.clock = clock;
    }

    /** @throws IllegalArgumentException if a file holds no secret, or the environment does not say what is not configured */
    EntraTokens open() {
        return switch (entra.proof()) {
            case Secret secret -> fixed(ofSecret(secret.text()));
            case SecretInFile(Path file) -> ofSecretIn(file);
            case Workload workload -> fixed(ofWorkload(workload));
            case Environment _ -> fixed(ofEnvironment());
        };
    }

    private EntraTokens fixed(TokenCredential source) {
        return new EntraTokens(hub.name(), source, null, clock);
    }

    private EntraTokens ofSecretIn(Path path) {
        SecretFile<TokenCredential> file = new SecretFile<>(path, this::ofSecret);
        Rotation<TokenCredential> rotation = new Rotation<>(hub.name(), file, EntraTokens::problem, clock);
        return new EntraTokens(hub.name(), file.first(), rotation, clock);
    }

    private TokenCredential ofSecret(String secret) {
        return at(new ClientSecretCredentialBuilder()).clientSecret(secret).build();
    }

    private TokenCredential ofWorkload(Workload workload) {
        WorkloadIdentityCredentialBuilder builder = at(new WorkloadIdentityCredentialBuilder());
        if (workload.tokenFile() != null) {
            builder.tokenFilePath(workload.tokenFile().toString());
        }
        return builder.build();
    }

    private TokenCredential ofEnvironment() {
        DefaultAzureCredentialBuilder builder = new DefaultAzureCredentialBuilder().httpClient(http);
        String clientId = entra.clientId();
        if (clientId != null) {
            builder.managedIdentityClientId(clientId).workloadIdentityClientId(clientId);
        }
        if (entra.tenantId() != null) {
            builder.tenantId(entra.tenantId());
        }
        URI authority = entra.authority();
        if (authority != null) {
            builder.authorityHost(authority.toString()).disableInstanceDiscovery();
        }
        return builder.build();
    }

    private <B extends AadCredentialBuilderBase<B>> B at(B builder) {
        builder.httpClient(http);
        if (entra.clientId() != null) {
            builder.clientId(entra.clientId());
        }
        if (entra.tenantId() != null) {
            builder.tenantId(entra.tenantId());
        }
        URI authority = entra.authority();
        if (authority != null) {
            // Only Microsoft's own authorities can be discovered, and whoever names one has decided for it.
            builder.authorityHost(authority.toString()).disableInstanceDiscovery();
        }
        return builder;
    }
}
