package io.downlink.emulator.security;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.jspecify.annotations.Nullable;

/**
 * The certificate authority of one data directory: made at the first start and kept, because people trust it. The
 * server's certificate is made anew when it does not name an address or is about to expire.
 */
public final class DevelopmentCa {
    /** The password of {@link #trustStore()}; nothing secret is in it. */
    public static final String TRUST_STORE_PASSWORD = "downlink";

    private static final Duration RENEWED_BEFORE_EXPIRY = Duration.ofDays(30);

    private final Path directory;
    private final Clock clock;
    private final CertificateIssuer issuer;

    private DevelopmentCa(Path directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
        this.issuer = new CertificateIssuer(clock);
    }

    /**
     * Opens the directory and makes what is missing in it.
     *
     * @param names IP addresses and DNS names of the server; 127.0.0.1 and localhost are always among them
     */
    public static DevelopmentCa open(Path directory, Collection<String> names, Clock clock) {
        DevelopmentCa authority = new DevelopmentCa(directory, clock);
        try {
            Files.createDirectories(directory);
            authority.prepareAlone(ServerNames.of(names));
            return authority;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the data directory " + directory + ": " + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "cannot read the certificates in " + directory + "; remove its ca.pem and ca-key.pem to start anew",
                    e);
        }
    }

    /** The authority's certificate, PEM. */
    public Path caFile() {
        return directory.resolve("ca.pem");
    }

    /** The authority with all that the JDK trusts, PKCS#12. */
    public Path trustStore() {
        return directory.resolve("trust.p12");
    }

    /** The server's certificate PEM. */
    public Path serverCertificate() {
        return directory.resolve("server.pem");
    }

    /** The server's private key, PEM (PKCS#8). */
    public Path serverKey() {
        return directory.resolve("server-key.pem");
    }

    /** Two servers may start at once on one directory, in one process or in two. */
    private void prepareAlone(ServerNames names) throws IOException, GeneralSecurityException {
        synchronized (DevelopmentCa.class) {
            try (FileChannel lock = FileChannel.open(
                            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = lock.lock()) {
                prepare(names);
            }
        }
    }

    private Path caKey() {
        return directory.resolve("ca-key.pem");
    }

    private void prepare(ServerNames names) throws IOException, GeneralSecurityException {
        if (!Files.exists(caFile()) || !Files.exists(caKey())) {
            makeAuthority();
        }
        X509Certificate authority = certificate(caFile());
        if (!Files.exists(trustStore())) {
            makeTrustStore(authority);
        }
        X509Certificate earlier = serverCertificate(authority);
        if (earlier == null || !names.coveredBy(earlier) || expiresSoon(earlier)) {
            makeServerCertificate(earlier == null ? names : names.and(earlier), authority);
        }
    }

    private void makeAuthority() throws IOException {
        KeyPair keys = CertificateIssuer.newKeys();
        PemFile.writePrivate(caKey(), keys.getPrivate());
        PemFile.writePublic(caFile(), issuer.authority(keys));
        Files.deleteIfExists(trustStore());
        Files.deleteIfExists(serverCertificate());
    }

    private @Nullable X509Certificate serverCertificate(X509Certificate authority)
            throws IOException, GeneralSecurityException {
        if (!Files.exists(serverCertificate()) || !Files.exists(serverKey())) {
            return null;
        }
        X509Certificate server = certificate(serverCertificate());
        return server.getIssuerX500Principal().equals(authority.getSubjectX500Principal()) ? server : null;
    }

    private boolean expiresSoon(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant().isBefore(clock.instant().plus(RENEWED_BEFORE_EXPIRY));
    }

    private void makeServerCertificate(ServerNames names, X509Certificate authority) throws IOException {
        KeyPair keys = CertificateIssuer.newKeys();
        X509Certificate server =
                issuer.server(names.asAlternativeNames(), keys.getPublic(), authority, privateKey(caKey()));
        PemFile.writePrivate(serverKey(), keys.getPrivate());
        PemFile.writePublic(serverCertificate(), server);
    }

    private void makeTrustStore(X509Certificate authority) throws IOException, GeneralSecurityException {
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        Path platform = Path.of(System.getProperty("java.home"), "lib", "security", "cacerts");
        if (Files.exists(platform)) {
            KeyStore trusted = KeyStore.getInstance(platform.toFile(), (char[]) null);
            for (String alias : Collections.list(trusted.aliases())) {
                trust.setCertificateEntry(alias, trusted.getCertificate(alias));
            }
        }
        trust.setCertificateEntry("downlink-iot-hub-emulator", authority);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        trust.store(content, TRUST_STORE_PASSWORD.toCharArray());
        PemFile.write(trustStore(), content.toByteArray(), "rw-r--r--");
    }

    private static X509Certificate certificate(Path file) throws IOException, GeneralSecurityException {
        try (InputStream content = new BufferedInputStream(Files.newInputStream(file))) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(content);
        }
    }

    private static PrivateKey privateKey(Path file) throws IOException {
        try (Reader content = Files.newBufferedReader(file);
                PEMParser parser = new PEMParser(content)) {
            if (parser.readObject() instanceof PrivateKeyInfo key) {
                return new JcaPEMKeyConverter().getPrivateKey(key);
            }
            throw new IOException(file + " holds no private key");
        }
    }
}
