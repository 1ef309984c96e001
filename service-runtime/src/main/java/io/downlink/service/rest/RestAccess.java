package io.downlink.service.rest;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request by HTTP is served. Where there are tokens, those that show one are. Where there are none, only those of
 * this machine, by a loopback address.
 */
public final class RestAccess {
    /** What becomes of every request; null where it depends on the tokens. */
    private final @Nullable Decision unlessAllowed;

    private final @Nullable RestTokens tokens;

    /** What becomes of a request. */
    enum Decision {
        SERVED,
        TOKEN_WANTED,
        /** An operator says so. */
        TURNED_OFF,
        /** Nobody would be asked for a token, and the port is not of this machine alone. */
        UNPROTECTED
    }

    /**
     * Reads the tokens, if there are any.
     *
     * @param host what the port is bound to
     * @throws IllegalArgumentException if everybody who reaches the port would be served
     */
    public RestAccess(RestConfig config, String host) {
        this.tokens = config.tokensFile().map(RestTokens::new).orElse(null);
        this.unlessAllowed = unlessAllowed(config.enabled(), tokens != null || isLoopback(host), host);
        readTokens();
    }

    private static @Nullable Decision unlessAllowed(Optional<Boolean> enabled, boolean isProtected, String host) {
        if (enabled.isPresent() && !enabled.get()) {
            return Decision.TURNED_OFF;
        }
        if (isProtected) {
            return null;
        }
        if (enabled.isPresent()) {
            throw new IllegalArgumentException(
                    "true, without tokens, would serve everybody who reaches the port at %s (quarkus.http.host). "
                                    .formatted(host)
                            + "Set downlink.rest.tokens-file, or a loopback address for the port, or leave it out");
        }
        return Decision.UNPROTECTED;
    }

    /** Whether anybody is served. */
    public boolean serves() {
        return unlessAllowed == null;
    }

    /** Reads the tokens again, if there are any. Blocks the calling thread. */
    void readTokens() {
        if (tokens != null) {
            tokens.read();
        }
    }

    /** @param authorization the header, null where none was sent */
    Decision decide(@Nullable String authorization) {
        if (unlessAllowed != null) {
            return unlessAllowed;
        }
        return tokens == null || tokens.areShownBy(authorization) ? Decision.SERVED : Decision.TOKEN_WANTED;
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException _) {
            return false;
        }
    }
}
