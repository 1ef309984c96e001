package io.downlink.emulator.security;

import io.downlink.emulator.files.FileFailure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/** Reads files of certificates. */
final class CertificateFile {
    private CertificateFile() {}

    /**
     * Reads all certificates of a file, PEM or DER.
     *
     * @throws UncheckedIOException if it cannot be read
     * @throws IllegalArgumentException if it holds something else
     */
    static List<X509Certificate> read(Path file) {
        try (InputStream content = new BufferedInputStream(Files.newInputStream(file))) {
            List<X509Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(content).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException(file + " holds no certificate");
            }
            return certificates;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + FileFailure.reason(e), e);
        } catch (CertificateException e) {
            throw new IllegalArgumentException(file + " holds no certificate: " + e.getMessage(), e);
        }
    }
}
