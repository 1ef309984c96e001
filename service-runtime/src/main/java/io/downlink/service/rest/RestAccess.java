package io.downlink.service.rest;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request by HTTP is served. Where there are tokens, those that show one are. Where there are none, only those of
 * this machine, by a loopback address, unless an operator says that others are kept away by other means.
 */
public final class RestAccess {
    private static final Logger LOGGER = Logger.getLogger(RestAccess.class);

    private final boolean enabled;
    private final @Nullable RestTokens tokens;

    /** What becomes of a request. */
    enum Decision {
        SERVED,
        TOKEN_WANTED,
        OFF
    }

    /** @param host what the port is bound to */
    public RestAccess(RestConfig config, String host, Clock clock) {
        this.tokens =
                config.tokensFile().map(file -> new RestTokens(file, clock)).orElse(null);
        boolean loopback = isLoopback(host);
        this.enabled = config.enabled().orElse(tokens != null || loopback);
        if (enabled && tokens == null && !loopback) {
            LOGGER.warnf("requests by HTTP are served to everybody who reaches the port host=%s", host);
        }
    }

    /** @param authorization the header, null where none was sent */
    Decision decide(@Nullable String authorization) {
        if (!enabled) {
            return Decision.OFF;
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
