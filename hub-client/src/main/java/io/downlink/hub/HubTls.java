package io.downlink.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trust in certificates of one's own, besides the platform's: such as those of the emulator, or of a proxy that looks
 * into TLS.
 *
 * <p>All methods throw {@link IllegalArgumentException} if a file cannot be read or holds no certificate: a security
 * setting that cannot be loaded stops the start.
 */
public final class HubTls {
    private HubTls() {}

    /**
     * Trusts what the platform trusts ({@code javax.net.ssl.trustStore} counts), and the certificates of a file.
     *
     * @param caFile certificates in PEM, one after the other; null for none
     */
    public static SSLContext context(@Nullable Path caFile) {
        return context(added(caFile));
    }

    /** The same, for whoever makes a context of its own. */
    static X509TrustManager trust(@Nullable Path caFile) {
        return trust(added(caFile));
    }

    private static Set<X509Certificate> added(@Nullable Path caFile) {
        return caFile == null ? Set.of() : certificates(caFile);
    }

    private static SSLContext context(Set<X509Certificate> added) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust(added)}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform's TLS cannot be set up", e);
        }
    }

    private static X509TrustManager trust(Set<X509Certificate> added) {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int alias = 0;
            for (X509Certificate certificate :
                    Stream.concat(platformTrust(), added.stream()).toList()) {
                trusted.setCertificateEntry("ca-" + alias++, certificate);
            }
            return x509(trustManagers(trusted)).findFirst().orElseThrow();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java platform's TLS cannot be set up", e);
        }
    }

    private static Stream<X509Certificate> platformTrust() throws GeneralSecurityException {
        return x509(trustManagers(null)).flatMap(manager -> Arrays.stream(manager.getAcceptedIssuers()));
    }

    private static Stream<X509TrustManager> x509(TrustManagerFactory factory) {
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast);
    }

    private static TrustManagerFactory trustManagers(@Nullable KeyStore trusted) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return factory;
    }

    private static Set<X509Certificate> certificates(Path file) {
        Set<X509Certificate> certificates = new HashSet<>();
        try (InputStream pem = Files.newInputStream(file)) {
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                certificates.add((X509Certificate) certificate);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("ca-file " + file + " cannot be read: " + e, e);
        } catch (CertificateException e) {
            throw new IllegalArgumentException("ca-file " + file + " is not PEM: give certificates as text", e);
        }
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException(
                    "ca-file " + file + " holds no certificate: give one or more, each from BEGIN to END CERTIFICATE");
        }
        return certificates;
    }
}
