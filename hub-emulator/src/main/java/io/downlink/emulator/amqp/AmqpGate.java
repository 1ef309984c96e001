package io.downlink.emulator.amqp;

import io.downlink.emulator.faults.Faults;
import io.downlink.emulator.hub.Hub;
import io.downlink.emulator.hub.Transport;
import io.downlink.emulator.security.ConnectionAuthenticator;
import io.downlink.emulator.time.MovableTime;
import io.vertx.core.Context;
import io.vertx.proton.ProtonConnection;
import io.vertx.proton.sasl.ProtonSaslAuthenticator;

/**
 * Lets AMQP connections in, however their bytes come. Whoever has a stream of AMQP, be it a TLS socket or a WebSocket,
 * gives it to a {@code ProtonServer} (or what stands for one) whose authenticators are {@link #dialogue()}s and whose
 * connections go to {@link #accept}. The socket that the authenticator is initialised with answers {@code sslSession()}
 * with the client's own TLS session: devices with certificates are known by it.
 */
public final class AmqpGate {
    private final Hub hub;
    private final ConnectionAuthenticator authenticator;
    private final Faults faults;
    private final MovableTime wall;

    public AmqpGate(Hub hub, ConnectionAuthenticator authenticator, Faults faults, MovableTime wall) {
        this.faults = faults;
        this.hub = hub;
        this.authenticator = authenticator;
        this.wall = wall;
    }

    /** The SASL side of one connection that is to come. */
    public ProtonSaslAuthenticator dialogue() {
        return new SaslDialogue(authenticator);
    }

    /**
     * Takes a connection whose SASL dialogue is over; must be called, and is served, on its own event loop.
     *
     * @param context of that event loop
     */
    public void accept(ProtonConnection connection, Context context, Transport transport) {
        new AmqpConnection(connection, context, transport, hub, authenticator, faults, wall).accept();
    }
}
