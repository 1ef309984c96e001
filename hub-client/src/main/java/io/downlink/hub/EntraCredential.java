package io.downlink.hub;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An identity that Microsoft Entra ID knows and that has a role at the hub, such as <i>IoT Hub Data Contributor</i>.
 *
 * @param proof of being it
 * @param tenantId null: as the environment says, {@code AZURE_TENANT_ID}
 * @param clientId the application's or managed identity's; null: as the environment says, {@code AZURE_CLIENT_ID}
 * @param authority who gives tokens; null: Microsoft's own, or {@code AZURE_AUTHORITY_HOST}
 * @see <a href="https://learn.microsoft.com/azure/iot-hub/authenticate-authorize-azure-ad">Control access with Entra</a>
 */
public record EntraCredential(
        Proof proof,
        @Nullable String tenantId,
        @Nullable String clientId,
        @Nullable URI authority) implements HubCredential {

    /** @throws IllegalArgumentException if a client secret has no tenant or client that it belongs to */
    public EntraCredential {
        boolean ofSecret = switch (proof) {
            case Secret _, SecretInFile _ -> true;
            case Workload _, Environment _ -> false;
        };
        if (ofSecret && (tenantId == null || clientId == null)) {
            throw new IllegalArgumentException(
                    "credential.tenant-id and credential.client-id are missing: give those of the application that the"
                            + " client secret belongs to");
        }
    }

    /** What shows that Downlink is who it says. */
    public sealed interface Proof {}

    /** @param text an application's client secret; never shown */
    public record Secret(String text) implements Proof {

        /** Without the secret. */
        @Override
        public String toString() {
            return "Secret[hidden]";
        }
    }

    /** @param file with an application's client secret */
    public record SecretInFile(Path file) implements Proof {}

    /**
     * A token of the platform that Downlink runs on: a Kubernetes service account's.
     *
     * @param tokenFile null: as the environment says, {@code AZURE_FEDERATED_TOKEN_FILE}
     */
    public record Workload(@Nullable Path tokenFile) implements Proof {}

    /** Whatever {@code DefaultAzureCredential} finds: the environment, a workload's or a managed identity, a developer's. */
    public record Environment() implements Proof {}
}
