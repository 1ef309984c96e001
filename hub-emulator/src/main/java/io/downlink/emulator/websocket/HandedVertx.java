package io.downlink.emulator.websocket;

import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.impl.VertxWrapper;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;

/** A Vert.x whose servers have no port, so that a front end made for one can be given connections of another. */
final class HandedVertx extends VertxWrapper {
    private final HandedServer server;

    HandedVertx(Vertx vertx, HandedServer server) {
        super((VertxInternal) vertx);
        this.server = server;
    }

    @Override
    public NetServer createNetServer(NetServerOptions options) {
        return server;
    }

    @Override
    public NetServer createNetServer() {
        return server;
    }
}
