package io.downlink.emulator.http;

import io.downlink.emulator.hub.Admission;
import io.downlink.emulator.security.ServiceAuthorizer;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerOptions;
import java.time.Clock;
import java.util.List;
import java.util.function.IntConsumer;

/** One HTTPS listener; several instances share a port, each on an event loop of its own. */
public final class HttpFrontEnd extends AbstractVerticle {
    private final HttpServerOptions options;
    private final Router router;
    private final IntConsumer bound;

    /**
     * A listener that is not started yet.
     *
     * @param routes all operations
     * @param bound is told the port
     */
    public HttpFrontEnd(
            HttpServerOptions options,
            List<Route> routes,
            ServiceAuthorizer authorizer,
            Admission admission,
            Clock clock,
            IntConsumer bound) {
        this.options = options;
        this.router = new Router(routes, authorizer, admission, clock);
        this.bound = bound;
    }

    @Override
    public void start(Promise<Void> started) {
        vertx.createHttpServer(options)
                .requestHandler(request -> router.handle(request, context))
                .listen()
                .<Void>map(server -> {
                    bound.accept(server.actualPort());
                    return null;
                })
                .onComplete(started);
    }
}
