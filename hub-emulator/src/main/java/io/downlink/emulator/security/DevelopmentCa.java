package io.downlink.emulator.security;

import io.downlink.emulator.files.FileFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Collection;

/**
 * The certificate authority of one data directory: made at the first start and kept, because people trust it. The
 * server's certificate is made anew when it does not name an address or is about to expire.
 */
public final class DevelopmentCa {
    /** The password of {@link #trustStore()}; nothing secret is in it. */
    public static final String TRUST_STORE_PASSWORD = "downlink";

    private final CaDirectory directory;
    private final ServerIdentity server;

    private DevelopmentCa(CaDirectory directory, ServerIdentity server) {
        this.directory = directory;
        this.server = server;
    }

    /**
     * Opens the directory and makes what is missing in it.
     *
     * @param names IP addresses and DNS names of the server; 127.0.0.1 and localhost are always among them
     */
    public static DevelopmentCa open(Path directory, Collection<String> names, Clock clock) {
        CaDirectory files = new CaDirectory(directory, clock);
        try {
            return new DevelopmentCa(files, files.prepare(ServerNames.of(names)));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot use the data directory " + directory + ": " + FileFailure.reason(e), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "cannot read the certificates in " + directory + "; remove its ca.pem and ca-key.pem to start anew",
                    e);
        }
    }

    /** The authority's certificate, PEM. */
    public Path caFile() {
        return directory.caFile();
    }

    /** The authority with all that the JDK trusts, PKCS#12. */
    public Path trustStore() {
        return directory.trustStore();
    }

    /** Who the server is: as it was when the directory was opened, whatever others make of its files since. */
    public ServerIdentity server() {
        return server;
    }
}
