package io.downlink.service.rest;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request by HTTP is served. Where there are tokens, those that show one are. Where there are none, only those of
 * this machine, by a loopback address, unless an operator says that others are kept away by other means.
 */
public final class RestAccess {
    private static final Logger LOGGER = Logger.getLogger(RestAccess.class);

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
     */
    public RestAccess(RestConfig config, String host) {
        this.tokens = config.tokensFile().map(RestTokens::new).orElse(null);
        boolean loopback = isLoopback(host);
        this.unlessAllowed = unlessAllowed(config.enabled(), tokens != null || loopback);
        if (unlessAllowed == null && tokens == null && !loopback) {
            LOGGER.warnf("requests by HTTP are served to everybody who reaches the port host=%s", host);
        }
        readTokens();
    }

    private static @Nullable Decision unlessAllowed(Optional<Boolean> enabled, boolean isProtected) {
        if (enabled.isPresent()) {
            return enabled.get() ? null : Decision.TURNED_OFF;
        }
        return isProtected ? null : Decision.UNPROTECTED;
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
