package io.downlink.emulator;

import io.downlink.emulator.faults.Kind.Connections;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Verticle;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** One port of the hub, which can be closed for a while. Closing and opening happen one after the other. */
final class Gate {
    private static final Logger LOGGER = Logger.getLogger(Gate.class);

    /** Lets the answer out to whoever asked for the outage through this very port. */
    private static final long PAUSE_MS = 50;

    private static final int ATTEMPTS_MAX = 100;

    private final Vertx vertx;
    private final NetServerOptions options;
    private final Supplier<Verticle> frontEnd;
    private final int instances;
    private Future<Closing> state; // the last step; the next begins when it is done
    private int outages;

    /** Undoes what was deployed or opened last. */
    private interface Closing {
        Future<Void> close();
    }

    /**
     * A port that is not open yet.
     *
     * @param options where it listens; a free port is one only the first time
     */
    Gate(Vertx vertx, NetServerOptions options, Supplier<Verticle> frontEnd, int instances) {
        this.vertx = vertx;
        this.options = options;
        this.frontEnd = frontEnd;
        this.instances = instances;
        this.state = Future.succeededFuture(Future::succeededFuture);
    }

    /** Lets the front end listen. */
    synchronized Future<Void> open() {
        state = deploy();
        return state.mapEmpty();
    }

    /** Cuts all connections and treats new ones so, until {@link #restore} was called as often. */
    synchronized void shut(Connections connections) {
        outages++;
        next(() -> standIn(connections));
    }

    synchronized void restore() {
        if (--outages == 0) {
            next(this::deploy);
        }
    }

    private void next(Supplier<Future<Closing>> step) {
        state = state.compose(Closing::close)
                .otherwiseEmpty() // a step that failed has left nothing to undo
                .compose(_ -> insisting(step, ATTEMPTS_MAX))
                .onFailure(failure -> LOGGER.errorf("port %d cannot be used: %s", options.getPort(), failure));
    }

    /** A port that was closed a moment ago may still be taken. */
    private Future<Closing> insisting(Supplier<Future<Closing>> step, int attempts) {
        return step.get()
                .recover(failure -> attempts > 1
                        ? pause().compose(_ -> insisting(step, attempts - 1))
                        : Future.failedFuture(failure));
    }

    private Future<Closing> deploy() {
        return vertx.deployVerticle(frontEnd, new DeploymentOptions().setInstances(instances))
                .map(id -> () -> pause().compose(_ -> vertx.undeploy(id)));
    }

    private Future<Closing> standIn(Connections connections) {
        return switch (connections) {
            case REFUSED -> Future.succeededFuture(Future::succeededFuture);
            case CLOSED -> listen(NetSocket::close);
            case SILENT -> listen(_ -> {});
        };
    }

    private Future<Closing> listen(Handler<NetSocket> handler) {
        return vertx.createNetServer(
                        new NetServerOptions().setHost(options.getHost()).setPort(options.getPort()))
                .connectHandler(handler)
                .listen()
                .map(server -> server::close);
    }

    private Future<Void> pause() {
        return vertx.timer(PAUSE_MS, TimeUnit.MILLISECONDS).mapEmpty();
    }
}
