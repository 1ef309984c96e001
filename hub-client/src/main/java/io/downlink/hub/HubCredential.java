package io.downlink.hub;

import java.nio.file.Path;

/** How Downlink proves to a hub who it is. What comes from a file is read again when the file changes. */
public sealed interface HubCredential
        permits SharedAccessPolicy, HubCredential.ConnectionStringFile, HubCredential.SasTokenFile, EntraCredential {

    /**
     * A shared access policy in a file.
     *
     * @param file with a connection string
     */
    record ConnectionStringFile(Path file) implements HubCredential {}

    /**
     * A shared access signature that somebody else makes, and renews before it ends: Downlink has no key.
     *
     * @param file with {@code SharedAccessSignature sr=...&sig=...&se=...&skn=...}
     */
    record SasTokenFile(Path file) implements HubCredential {}
}
