package io.downlink.emulator.mqtt;

import io.downlink.emulator.hub.Hub;
import io.downlink.emulator.hub.Transport;
import io.downlink.emulator.security.DeviceAuthenticator;
import io.downlink.emulator.sockets.BoundedVertx;
import io.downlink.emulator.sockets.SocketBounds;
import io.downlink.emulator.sockets.UnreadTotal;
import io.downlink.emulator.time.MovableTime;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.mqtt.MqttServer;
import io.vertx.mqtt.MqttServerOptions;
import java.time.Duration;
import java.util.function.IntConsumer;
import org.jboss.logging.Logger;

/** One MQTT listener; several instances share a port, each on an event loop of its own. */
public final class MqttFrontEnd extends AbstractVerticle {
    private static final Logger LOGGER = Logger.getLogger(MqttFrontEnd.class);

    /** What a device may send, with topic and properties (learn.microsoft.com: iot-hub-devguide-quotas-throttling). */
    private static final int MESSAGE_BYTES_MAX = 256 * 1024;

    /**
     * 16 MB are more than all messages that a device can have on their way to it, 50 of 64 KB, and a hundred large calls
     * at once. The silence is what the hub allows at most, whatever keep-alive a device asks for
     * (learn.microsoft.com: iot-mqtt-connect-to-iot-hub).
     */
    private static final SocketBounds BOUNDS =
            new SocketBounds(16L * 1024 * 1024, Duration.ofMinutes(1), Duration.ofSeconds(1767));

    private final MqttServerOptions options;
    private final MqttGate gate;
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
    public MqttFrontEnd(
            MqttServerOptions options,
            Hub hub,
            DeviceAuthenticator authenticator,
            MovableTime wall,
            Transport transport,
            UnreadTotal unread,
            IntConsumer bound) {
        this.options = new MqttServerOptions(options)
                .setMaxMessageSize(MESSAGE_BYTES_MAX)
                .setAutoClientId(false)
                .setMaxClientIdLength(300)
                .setTimeoutOnConnect(30);
        this.gate = new MqttGate(hub, authenticator, wall, transport);
        this.unread = unread;
        this.bound = bound;
    }

    @Override
    public void start(Promise<Void> started) {
        MqttServer.create(new BoundedVertx(vertx, BOUNDS, unread), options)
                .endpointHandler(endpoint -> gate.connect(endpoint, context))
                .exceptionHandler(failure -> LOGGER.debugf("connection refused reason=%s", failure.getMessage()))
                .listen()
                .<Void>map(server -> {
                    bound.accept(server.actualPort());
                    return null;
                })
                .onComplete(started);
    }
}
