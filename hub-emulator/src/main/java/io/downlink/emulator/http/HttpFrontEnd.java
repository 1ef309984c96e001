package io.downlink.emulator.http;

import io.downlink.emulator.faults.Faults;
import io.downlink.emulator.hub.Hub;
import io.downlink.emulator.security.ServiceAuthorizer;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerOptions;
import java.time.Clock;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/** One HTTPS listener; several instances share a port, each on an event loop of its own. */
public final class HttpFrontEnd extends AbstractVerticle {
    private final HttpServerOptions options;
    private final Router router;
    private final IntConsumer bound;

    /**
     * A listener that is not started yet.
     *
     * @param ownRoutes the emulator's own operations
     * @param bound is told the port
     */
    public HttpFrontEnd(
            HttpServerOptions options,
            Hub hub,
            Faults faults,
            ServiceAuthorizer authorizer,
            List<Route> ownRoutes,
            Clock clock,
            IntConsumer bound) {
        this.options = options;
        this.router = new Router(
                Stream.concat(ServiceApi.routes(hub, faults).stream(), ownRoutes.stream())
                        .toList(),
                authorizer,
                clock);
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
