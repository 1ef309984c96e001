package io.downlink.emulator.security;

import io.downlink.emulator.hub.Authentication;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPath;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * Decides whether a certificate is good for a device: by its thumbprint, or by its name and who issued it. Whether it
 * was revoked is not asked, as the service does not ask.
 *
 * @see <a href="https://learn.microsoft.com/azure/iot-hub/authenticate-authorize-x509">Authenticate with X.509</a>
 */
final class DeviceCertificates {
    private final Set<TrustAnchor> authorities;
    private final Clock clock;

    DeviceCertificates(List<X509Certificate> authorities, Clock clock) {
        this.authorities = authorities.stream()
                .map(authority -> new TrustAnchor(authority, null))
                .collect(Collectors.toUnmodifiableSet());
        this.clock = clock;
    }

    /**
     * Whether it is good now.
     *
     * @param name what a certificate of an authority calls its owner: {@code device} or {@code device/module}
     */
    boolean accept(List<X509Certificate> chain, Authentication authentication, String name) {
        X509Certificate own = chain.getFirst();
        return valid(own)
                && switch (authentication) {
                    case Authentication.SelfSigned(var thumbprints) ->
                        thumbprints.include(hash("SHA-1", own)) || thumbprints.include(hash("SHA-256", own));
                    case Authentication.CertificateAuthority _ -> names(own, name) && leadsToAnAuthority(chain);
                    case Authentication.Sas _, Authentication.None _ -> false;
                };
    }

    private boolean valid(X509Certificate certificate) {
        Instant now = clock.instant();
        return !now.isBefore(certificate.getNotBefore().toInstant())
                && now.isBefore(certificate.getNotAfter().toInstant());
    }

    private static String hash(String algorithm, X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(certificate.getEncoded()));
        } catch (CertificateException malformed) {
            throw new IllegalStateException("TLS has read it", malformed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }

    private static boolean names(X509Certificate certificate, String name) {
        RDN[] names = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded())
                .getRDNs(BCStyle.CN);
        return names.length == 1
                && names[0].getFirst().getValue() instanceof ASN1String text
                && text.getString().equals(name);
    }

    /** Clients send their chain in any order, with its root or without. */
    private boolean leadsToAnAuthority(List<X509Certificate> chain) {
        if (authorities.isEmpty()) {
            return false;
        }
        try {
            X509CertSelector own = new X509CertSelector();
            own.setCertificate(chain.getFirst());
            PKIXBuilderParameters wanted = new PKIXBuilderParameters(authorities, own);
            wanted.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
            wanted.setRevocationEnabled(false);
            wanted.setDate(Date.from(clock.instant()));
            CertPath path = CertPathBuilder.getInstance("PKIX").build(wanted).getCertPath();
            return !path.getCertificates().isEmpty();
        } catch (GeneralSecurityException noSuchPath) {
            return false;
        }
    }
}
