package io.downlink.hub;

import java.time.Clock;
import javax.net.ssl.SSLContext;

/** The one table from what is configured to what the SDK's clients hold. */
final class SdkCredentials {
    private SdkCredentials() {}

    /** @throws IllegalArgumentException if a file that it needs cannot be read or holds nothing of use */
    static SdkCredential open(HubSettings hub, SSLContext tls, Clock clock) {
        return switch (hub.credential()) {
            case SharedAccessPolicy policy -> RenewedCredential.of(hub, policy, clock);
            case HubCredential.ConnectionStringFile key -> RenewedCredential.ofKeyIn(key.file(), hub, tls, clock);
            case HubCredential.SasTokenFile token -> RenewedCredential.ofTokenIn(token.file(), hub, tls, clock);
            case EntraCredential entra -> new EntraSources(hub, entra, tls, clock).open();
        };
    }
}
