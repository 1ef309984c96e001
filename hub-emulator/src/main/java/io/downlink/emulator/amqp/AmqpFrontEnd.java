package io.downlink.emulator.amqp;

import io.downlink.emulator.hub.Transport;
import io.downlink.emulator.sockets.BoundedVertx;
import io.downlink.emulator.sockets.SocketBounds;
import io.downlink.emulator.sockets.UnreadTotal;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.proton.ProtonServer;
import io.vertx.proton.ProtonServerOptions;
import java.time.Duration;
import java.util.function.IntConsumer;

/** One AMQP listener; several instances share a port, each on an event loop of its own. */
public final class AmqpFrontEnd extends AbstractVerticle {
    /** Of a connection that says nothing (learn.microsoft.com: iot-hub-amqp-support). */
    private static final Duration SILENCE_MAX = Duration.ofMinutes(4);

    private static final int FRAME_BYTES_MAX = 64 * 1024;

    /** More than MQTT's, because a connection may have many devices; to silence the library sees itself. */
    private static final SocketBounds BOUNDS =
            new SocketBounds(64L * 1024 * 1024, Duration.ofMinutes(1), Duration.ZERO);

    private final ProtonServerOptions options;
    private final AmqpGate gate;
    private final Transport transport;
    private final UnreadTotal unread;
    private final IntConsumer bound;

    /**
     * A listener that is not started yet.
     *
     * @param options address, port and TLS
     * @param transport what its clients come by
     * @param unread what all listeners share
     * @param bound is told the port
     */
    public AmqpFrontEnd(
            ProtonServerOptions options, AmqpGate gate, Transport transport, UnreadTotal unread, IntConsumer bound) {
        this.options = new ProtonServerOptions(options)
                .setMaxFrameSize(FRAME_BYTES_MAX)
                // The library tells its peer half of the silence it allows, and allows twice the heartbeat.
                .setHeartbeat(Math.toIntExact(SILENCE_MAX.dividedBy(2).toMillis()));
        this.gate = gate;
        this.transport = transport;
        this.unread = unread;
        this.bound = bound;
    }

    @Override
    public void start(Promise<Void> started) {
        ProtonServer server = ProtonServer.create(new BoundedVertx(vertx, BOUNDS, unread), options);
        server.saslAuthenticatorFactory(gate::dialogue)
                .connectHandler(connection -> gate.accept(connection, context, transport))
                .listen(listening -> {
                    if (listening.succeeded()) {
                        bound.accept(server.actualPort());
                        started.complete();
                    } else {
                        started.fail(listening.cause());
                    }
                });
    }
}
