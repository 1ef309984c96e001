package io.downlink.emulator;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A certificate with its key, and the chain of those that issued it.
 *
 * @param chain its own first
 */
public record TestCertificate(KeyPair keys, List<X509Certificate> chain) {
    private static final char[] NO_PASSWORD = new char[0];

    /** Kinds of keys. */
    public enum KeyKind {
        RSA("RSA", 2048, "SHA256withRSA"),
        EC("EC", 256, "SHA256withECDSA");

        private final String algorithm;
        private final int bits;
        private final String signature;

        KeyKind(String algorithm, int bits, String signature) {
            this.algorithm = algorithm;
            this.bits = bits;
            this.signature = signature;
        }
    }

    /** Of an authority. */
    public static TestCertificate authority(KeyKind key, String subject, Instant now) {
        return make(key, subject, true, from(now), until(now), null);
    }

    /** Of a device, by itself. */
    public static TestCertificate selfSigned(KeyKind key, String subject, Instant now) {
        return selfSigned(key, subject, from(now), until(now));
    }

    /** The same, good for a certain time. */
    public static TestCertificate selfSigned(KeyKind key, String subject, Instant from, Instant until) {
        return make(key, subject, false, from, until, null);
    }

    /** Of a device, by this one, whether it is an authority or not. */
    public TestCertificate issue(KeyKind key, String subject, Instant now) {
        return make(key, subject, false, from(now), until(now), this);
    }

    /** Of an authority below this one. */
    public TestCertificate issueAuthority(KeyKind key, String subject, Instant now) {
        return make(key, subject, true, from(now), until(now), this);
    }

    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /** Its hash in hexadecimal digits. */
    public String thumbprint(String algorithm) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance(algorithm)
                            .digest(certificate().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a client's TLS context needs to show it. */
    public KeyManager[] keyManagers() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("own", keys.getPrivate(), NO_PASSWORD, chain.toArray(Certificate[]::new));
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, NO_PASSWORD);
            return managers.getKeyManagers();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Instant from(Instant now) {
        return now.minus(Duration.ofHours(1));
    }

    private static Instant until(Instant now) {
        return now.plus(Duration.ofHours(1));
    }

    private static TestCertificate make(
            KeyKind key,
            String subject,
            boolean authority,
            Instant from,
            Instant until,
            @Nullable TestCertificate issuer) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(key.algorithm);
            generator.initialize(key.bits);
            KeyPair keys = generator.generateKeyPair();
            X500Name issuerName = new X500Name(
                    issuer == null
                            ? subject
                            : issuer.certificate().getSubjectX500Principal().getName());
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                            issuerName,
                            BigInteger.valueOf(System.nanoTime()),
                            Date.from(from),
                            Date.from(until),
                            new X500Name(subject),
                            keys.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            KeyPair signer = issuer == null ? keys : issuer.keys;
            String signature =
                    signer.getPrivate().getAlgorithm().equals("RSA") ? KeyKind.RSA.signature : KeyKind.EC.signature;
            List<X509Certificate> chain = new ArrayList<>();
            chain.add(new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(signature).build(signer.getPrivate()))));
            if (issuer != null) {
                chain.addAll(issuer.chain);
            }
            return new TestCertificate(keys, chain);
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }
}
