package io.downlink.emulator.security;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
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
import java.util.Collections;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.jspecify.annotations.Nullable;

/** The files of a development CA: makes what is missing, one process at a time. */
final class CaDirectory {
    private static final Duration RENEWED_BEFORE_EXPIRY = Duration.ofDays(30);

    private final Path directory;
    private final Clock clock;
    private final CertificateIssuer issuer;

    CaDirectory(Path directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
        this.issuer = new CertificateIssuer(clock);
    }

    /** Makes what is missing. Two servers may start at once on one directory, in one process or in two. */
    ServerIdentity prepare(ServerNames names) throws IOException, GeneralSecurityException {
        Files.createDirectories(directory);
        synchronized (CaDirectory.class) {
            try (FileChannel lock = FileChannel.open(
                            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = lock.lock()) {
                prepareAlone(names);
                return new ServerIdentity(Files.readString(serverCertificate()), Files.readString(serverKey()));
            }
        }
    }

    Path caFile() {
        return directory.resolve("ca.pem");
    }

    Path trustStore() {
        return directory.resolve("trust.p12");
    }

    private Path serverCertificate() {
        return directory.resolve("server.pem");
    }

    private Path serverKey() {
        return directory.resolve("server-key.pem");
    }

    private Path caKey() {
        return directory.resolve("ca-key.pem");
    }

    private void prepareAlone(ServerNames names) throws IOException, GeneralSecurityException {
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
        Files.deleteIfExists(serverCertificate()); // a start that ends here must not leave the old one with the new key
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
        trust.store(content, DevelopmentCa.TRUST_STORE_PASSWORD.toCharArray());
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
