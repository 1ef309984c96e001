package io.downlink.emulator.sockets;

import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.impl.VertxWrapper;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;

/** A Vert.x whose servers bound what a connection costs, for libraries that make their servers themselves. */
public final class BoundedVertx extends VertxWrapper {
    private final SocketBounds bounds;
    private final UnreadTotal total;

    /**
     * Over another Vert.x.
     *
     * @param total what all servers of the hub share
     */
    public BoundedVertx(Vertx vertx, SocketBounds bounds, UnreadTotal total) {
        super((VertxInternal) vertx);
        this.bounds = bounds;
        this.total = total;
    }

    @Override
    public NetServer createNetServer(NetServerOptions options) {
        return new BoundedServer(
                super.createNetServer(options), bounds, total, ReadFailures.of(super.getOrCreateContext()));
    }
}
