package io.downlink.emulator.security;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom the hub believes besides its keys.
 *
 * @param authorities of devices that prove by a certificate who they are; as if the hub had verified them
 * @param grace how much longer than its credential a device's connection lives. The SDKs wait for that end and then come
 *     with a new token. The service allows 5 to 10 minutes (its engineers to users of the C SDK, TokenRenewalTests of
 *     azure-iot-sdk-java)
 * @param issuer whose bearer tokens services may show; null: nobody's
 */
public record AccessRules(
        List<X509Certificate> authorities,
        Duration grace,
        @Nullable TokenIssuer issuer) {
    /** No authority, no issuer, and 5 seconds of grace. */
    public static final AccessRules DEFAULT = new AccessRules(List.of(), Duration.ofSeconds(5), null);

    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException if a certificate is no authority's, or the grace is negative
     */
    public AccessRules {
        authorities = List.copyOf(authorities);
        for (X509Certificate authority : authorities) {
            if (authority.getBasicConstraints() < 0) {
                throw new IllegalArgumentException("the certificate of " + authority.getSubjectX500Principal()
                        + " is no authority's: its basic constraints do not say so");
            }
        }
        if (grace.isNegative()) {
            throw new IllegalArgumentException("the grace is not negative: " + grace);
        }
    }

    /** The same with the authorities in these files too, PEM or DER. */
    public AccessRules withAuthorities(List<Path> files) {
        List<X509Certificate> all = new ArrayList<>(authorities);
        files.forEach(file -> all.addAll(CertificateFile.read(file)));
        return new AccessRules(all, grace, issuer);
    }

    /** The same with another grace. */
    public AccessRules withGrace(Duration other) {
        return new AccessRules(authorities, other, issuer);
    }

    /** The same with an issuer of bearer tokens. */
    public AccessRules withIssuer(TokenIssuer other) {
        return new AccessRules(authorities, grace, other);
    }
}
