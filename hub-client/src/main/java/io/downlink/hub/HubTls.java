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
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Trust in certificates of one's own, besides the platform's: such as those of the emulator, or of a proxy that looks
 * into TLS.
 *
 * <p>All methods throw {@link IllegalArgumentException} if a file cannot be read or holds no certificate: a security
 * setting that cannot be loaded stops the start.
 */
public final class HubTls {
    private static final Logger LOGGER = Logger.getLogger(HubTls.class);

    private HubTls() {}

    /**
     * Trusts what the platform trusts ({@code javax.net.ssl.trustStore} counts), and the certificates of a file.
     *
     * @param caFile certificates in PEM, one after the other; null for none
     */
    public static SSLContext context(@Nullable Path caFile) {
        return context(caFile == null ? Set.of() : certificates(caFile));
    }

    /**
     * Adds the certificates of a file to what every {@code HttpsURLConnection} of this JVM trusts from now on; the SDK's
     * HTTP clients know no other place for it.
     *
     * <p>Two hubs may have two files: they add up, in any order, and either hub's certificate may then be signed by
     * either file's. A file whose certificates are known already changes nothing, so that open connections stay in use.
     */
    public static void trustForHttps(Path caFile) {
        Set<X509Certificate> more = certificates(caFile);
        synchronized (HubTls.class) {
            Set<X509Certificate> known = AddedTrust.of(HttpsURLConnection.getDefaultSSLSocketFactory());
            Set<X509Certificate> all = new HashSet<>(known);
            if (all.addAll(more)) {
                HttpsURLConnection.setDefaultSSLSocketFactory(
                        new AddedTrust(context(all).getSocketFactory(), all));
                LOGGER.infof("more certificates are trusted by every HTTPS connection of this JVM caFile=%s", caFile);
            }
        }
    }

    private static SSLContext context(Set<X509Certificate> added) {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int alias = 0;
            for (X509Certificate certificate :
                    Stream.concat(platformTrust(), added.stream()).toList()) {
                trusted.setCertificateEntry("ca-" + alias++, certificate);
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trustManagers(trusted).getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java platform's TLS cannot be set up", e);
        }
    }

    private static Stream<X509Certificate> platformTrust() throws GeneralSecurityException {
        return Arrays.stream(trustManagers(null).getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .flatMap(manager -> Arrays.stream(manager.getAcceptedIssuers()));
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
