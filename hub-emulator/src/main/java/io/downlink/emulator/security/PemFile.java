package io.downlink.emulator.security;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.util.io.pem.PemObject;

/** Writes files of the development CA: whole or not at all. */
final class PemFile {
    private PemFile() {}

    /** Writes a certificate for everybody to read. */
    static void writePublic(Path file, X509Certificate certificate) {
        write(file, pem(certificate), "rw-r--r--");
    }

    /** Writes a private key, PKCS#8, for its owner alone. */
    static void writePrivate(Path file, PrivateKey key) {
        write(file, pem(new PemObject("PRIVATE KEY", key.getEncoded())), "rw-------");
    }

    /** Writes a file with these permissions, where the file system has such. */
    static void write(Path file, byte[] content, String permissions) {
        try {
            Path directory = file.toAbsolutePath().getParent();
            Path fresh = posix(file)
                    ? Files.createTempFile(
                            directory,
                            "new-",
                            ".tmp",
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                    : Files.createTempFile(directory, "new-", ".tmp");
            Files.write(fresh, content);
            if (posix(file)) {
                Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString(permissions));
            }
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static boolean posix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static byte[] pem(Object content) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
