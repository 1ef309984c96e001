package io.downlink.emulator.http;

import io.downlink.emulator.faults.RequestFaults;
import io.downlink.emulator.hub.Hub;
import io.downlink.emulator.security.ServiceAuthorizer;
import io.downlink.emulator.websocket.Subprotocol;
import io.downlink.emulator.websocket.WebSockets;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Clock;
import java.util.List;
import java.util.function.IntConsumer;

/** One HTTPS listener; several instances share a port, each on an event loop of its own. */
public final class HttpFrontEnd extends AbstractVerticle {
    /** Devices send the properties of their messages as headers. */
    private static final int HEADER_BYTES_MAX = 64 * 1024;

    private final HttpServerOptions options;
    private final Router router;
    private final List<Subprotocol> subprotocols;
    private final PatienceRules patience;
    private final IntConsumer bound;

    /**
     * A listener that is not started yet.
     *
     * @param routes all operations
     * @param subprotocols what is spoken through its WebSockets
     * @param patience how slow its clients may be
     * @param bound is told the port
     */
    public HttpFrontEnd(
            HttpServerOptions options,
            List<Route> routes,
            ServiceAuthorizer authorizer,
            Hub hub,
            RequestFaults faults,
            List<Subprotocol> subprotocols,
            PatienceRules patience,
            Clock clock,
            IntConsumer bound) {
        this.options = new HttpServerOptions(options)
                .setMaxHeaderSize(HEADER_BYTES_MAX)
                .setHandle100ContinueAutomatically(true);
        this.router = new Router(routes, authorizer, hub, faults, clock);
        this.subprotocols = List.copyOf(subprotocols);
        this.patience = patience;
        this.bound = bound;
    }

    @Override
    public void start(Promise<Void> started) {
        WebSockets.open(subprotocols, vertx, context)
                .compose(this::listen)
                .<Void>map(server -> {
                    bound.accept(server.actualPort());
                    return null;
                })
                .onComplete(started);
    }

    private Future<HttpServer> listen(WebSockets webSockets) {
        return vertx.createHttpServer(options)
                .requestHandler(request -> {
                    if (webSockets.takes(request)) {
                        webSockets.open(request);
                    } else {
                        router.handle(request, context);
                    }
                })
                .connectionHandler(this::watch)
                .listen();
    }

    private void watch(HttpConnection connection) {
        long start = System.nanoTime();
        ((ConnectionBase) connection)
                .channelHandlerContext()
                .pipeline()
                .addBefore("handler", "patience", new Patience(patience, () -> System.nanoTime() - start));
    }
}
