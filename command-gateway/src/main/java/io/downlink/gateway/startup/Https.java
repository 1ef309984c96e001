package io.downlink.gateway.startup;

import java.util.List;
import org.eclipse.microprofile.config.Config;

/** Whether the port takes HTTPS, beside plain HTTP or instead of it. */
final class Https {
    /** Each of them, set, gives the port a certificate. */
    private static final List<String> CERTIFICATES = List.of(
            "quarkus.http.ssl.certificate.files",
            "quarkus.http.ssl.certificate.key-files",
            "quarkus.http.ssl.certificate.key-store-file",
            "quarkus.http.tls-configuration-name",
            "quarkus.tls.key-store.pem.0.cert",
            "quarkus.tls.key-store.p12.path",
            "quarkus.tls.key-store.jks.path");

    private Https() {}

    static boolean isConfigured(Config config) {
        return CERTIFICATES.stream()
                        .anyMatch(key ->
                                config.getOptionalValue(key, String.class).isPresent())
                || !config.getOptionalValue("quarkus.http.insecure-requests", String.class)
                        .orElse("enabled")
                        .equalsIgnoreCase("enabled");
    }
}
