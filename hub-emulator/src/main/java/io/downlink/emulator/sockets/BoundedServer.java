package io.downlink.emulator.sockets;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrafficShapingOptions;
import io.vertx.core.net.impl.NetSocketInternal;
import io.vertx.core.streams.ReadStream;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server whose connections are bounded before its front end adds anything of its own to them. */
final class BoundedServer implements NetServer {
    private final NetServer server;
    private final SocketBounds bounds;
    private final UnreadTotal total;
    private final ReadFailures failures;

    BoundedServer(NetServer server, SocketBounds bounds, UnreadTotal total, ReadFailures failures) {
        this.server = server;
        this.bounds = bounds;
        this.total = total;
        this.failures = failures;
    }

    @Override
    public NetServer connectHandler(@Nullable Handler<NetSocket> handler) {
        server.connectHandler(
                handler == null
                        ? null
                        : socket -> {
                            ChannelPipeline pipeline = ((NetSocketInternal) socket)
                                    .channelHandlerContext()
                                    .pipeline();
                            pipeline.addBefore("handler", "readFailures", failures.watch());
                            bound(pipeline, bounds, total);
                            handler.handle(socket);
                        });
        return this;
    }

    /** Bounds a connection, of which the library's handler is called {@code handler}. */
    static void bound(ChannelPipeline pipeline, SocketBounds bounds, UnreadTotal total) {
        pipeline.addBefore(
                        "handler",
                        "clientSilence",
                        new IdleStateHandler(bounds.silenceMax().toMillis(), 0, 0, TimeUnit.MILLISECONDS))
                .addBefore("handler", "unreadBytes", new UnreadBytes(bounds, total));
    }

    @Override
    public @Nullable Handler<NetSocket> connectHandler() {
        return server.connectHandler();
    }

    @Override
    public Future<NetServer> listen() {
        return server.listen().map(_ -> this);
    }

    @Override
    public Future<NetServer> listen(SocketAddress address) {
        return server.listen(address).map(_ -> this);
    }

    @Override
    public int actualPort() {
        return server.actualPort();
    }

    @Override
    public NetServer exceptionHandler(Handler<Throwable> handler) {
        server.exceptionHandler(handler);
        return this;
    }

    @Override
    public Future<Void> close() {
        return server.close();
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
        return server.updateSSLOptions(options, force);
    }

    @Override
    public void updateTrafficShapingOptions(TrafficShapingOptions options) {
        server.updateTrafficShapingOptions(options);
    }
}
