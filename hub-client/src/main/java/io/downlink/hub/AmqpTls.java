package io.downlink.hub;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * The TLS of one AMQP connection of the SDK, which by itself makes an engine without saying for whom and checks no host
 * name.
 *
 * <p>Nor does it notice every end: where the peer's farewell of TLS is read apart from the end of the stream, it goes on
 * waiting, with a connection that it calls open. Seen here.
 */
final class AmqpTls {
    private static final int PORT = 5671;

    private final SSLContext context;
    private volatile @Nullable SSLEngine engine;

    /**
     * @param trust in whom
     * @param hostName the one that the peer must have a certificate for
     */
    AmqpTls(SSLContext trust, String hostName) {
        this.context = new PeerCheckingContext(trust, hostName, PORT, made -> engine = made);
    }

    /** For one connection at a time. */
    SSLContext context() {
        return context;
    }

    boolean closedByPeer() {
        SSLEngine last = engine;
        return last != null && last.isInboundDone();
    }
}
