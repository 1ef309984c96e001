package io.downlink.emulator.websocket;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrafficShapingOptions;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/** A server without a port: its connections are handed to it. One event loop uses it. */
final class HandedServer implements NetServer {
    private @Nullable Handler<NetSocket> connections;

    /** Takes a connection over, on the connection's own event loop. */
    void hand(NetSocket connection) {
        if (connections == null) {
            throw new IllegalStateException("nobody listens");
        }
        connections.handle(connection);
    }

    @Override
    public NetServer connectHandler(@Nullable Handler<NetSocket> handler) {
        connections = handler;
        return this;
    }

    @Override
    public @Nullable Handler<NetSocket> connectHandler() {
        return connections;
    }

    @Override
    public Future<NetServer> listen() {
        return Future.succeededFuture(this);
    }

    @Override
    public Future<NetServer> listen(SocketAddress unused) {
        return listen();
    }

    /** There is none. */
    @Override
    public int actualPort() {
        return 0;
    }

    @Override
    public NetServer exceptionHandler(Handler<Throwable> unused) {
        return this; // it tells of connections that never came about, and the HTTPS listener has seen to those
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture(); // the connections end with the HTTPS listener
    }

    @Override
    public void close(Handler<AsyncResult<Void>> completion) {
        close().onComplete(completion);
    }

    @Override
    @Deprecated
    public ReadStream<NetSocket> connectStream() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<Boolean> updateSSLOptions(SSLOptions options, boolean force) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void updateTrafficShapingOptions(TrafficShapingOptions options) {
        throw new UnsupportedOperationException();
    }
}
