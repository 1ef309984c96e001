package io.downlink.hub;

import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What the JVM must have been started with, so that its HTTP client neither repeats a call nor slows calls down. */
final class JvmOptions {
    private static final Logger LOGGER = Logger.getLogger(JvmOptions.class);

    /** The JDK's own, see {@code sun.net.www.http.KeepAliveCache}. */
    private static final int CONNECTIONS_KEPT_BY_DEFAULT = 5;

    private final Function<String, @Nullable String> property;

    /** @param property reads a system property; null where it is not set */
    JvmOptions(Function<String, @Nullable String> property) {
        this.property = property;
    }

    /**
     * Refuses a JVM that repeats requests; warns of one that keeps too few connections, which costs a TLS handshake for
     * most calls but neither loses nor doubles one.
     *
     * <p>The JDK reads {@code sun.net.http.retryPost} when its first HTTP class loads, and {@code http.maxConnections}
     * when the first connection is kept: both belong on the command line. To set them later goes unnoticed here, and
     * has no effect.
     *
     * @throws IllegalStateException naming the option to start with
     */
    void check(int callsInFlightMax) {
        if (!"false".equalsIgnoreCase(property.apply("sun.net.http.retryPost"))) {
            throw new IllegalStateException("the JDK sends a POST again when its connection breaks, so that one call"
                    + " could run a method twice: start this JVM with -Dsun.net.http.retryPost=false");
        }
        int connectionsKept = connectionsKept();
        if (connectionsKept < callsInFlightMax) {
            LOGGER.warnf(
                    "few connections are kept, most calls will pay for a TLS handshake: start this JVM with"
                            + " -Dhttp.maxConnections=%d connectionsKept=%d callsInFlightMax=%d",
                    callsInFlightMax, connectionsKept, callsInFlightMax);
        }
    }

    private int connectionsKept() {
        String value = property.apply("http.maxConnections");
        try {
            int kept = value == null ? 0 : Integer.decode(value);
            return kept > 0 ? kept : CONNECTIONS_KEPT_BY_DEFAULT;
        } catch (NumberFormatException _) {
            return CONNECTIONS_KEPT_BY_DEFAULT;
        }
    }
}
