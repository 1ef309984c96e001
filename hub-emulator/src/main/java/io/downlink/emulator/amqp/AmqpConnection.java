package io.downlink.emulator.amqp;

import io.downlink.emulator.faults.Faults;
import io.downlink.emulator.hub.ClientId;
import io.downlink.emulator.hub.Hub;
import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.hub.SessionEnd;
import io.downlink.emulator.hub.Transport;
import io.downlink.emulator.security.ConnectionAuthenticator;
import io.downlink.emulator.security.Grant;
import io.downlink.emulator.sockets.Connections;
import io.downlink.emulator.sockets.Introduction;
import io.downlink.emulator.time.MovableTime;
import io.netty.channel.Channel;
import io.vertx.core.Context;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetSocketInternal;
import io.vertx.proton.ProtonConnection;
import io.vertx.proton.ProtonLink;
import io.vertx.proton.ProtonReceiver;
import io.vertx.proton.ProtonSender;
import io.vertx.proton.ProtonSession;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.Source;
import org.apache.qpid.proton.amqp.transport.Target;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One connection: of a service, of a device, or of many devices. Its links are judged one by one, by their address and by
 * what was shown before they were attached. All of it happens on the connection's own event loop. A service that may not
 * is told by closing the connection, because the Java SDK does not see a refused link; a device has its link refused,
 * because others may share the connection.
 */
final class AmqpConnection {
    private static final Logger LOGGER = Logger.getLogger(AmqpConnection.class);

    /** How long a client has to answer when the hub closes. */
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final ProtonConnection connection;
    private final Context context;
    private final Transport transport;
    private final Hub hub;
    private final ConnectionAuthenticator authenticator;
    private final Grants grants;
    private final CbsLinks cbs;
    private final ServiceLinks services;
    private final FaultActions faults;
    private final ClientLink below;
    private final Map<ClientId, ClientLinks> clients = new HashMap<>();

    AmqpConnection(
            ProtonConnection connection,
            Context context,
            Transport transport,
            Hub hub,
            ConnectionAuthenticator authenticator,
            Faults onDemand,
            MovableTime wall) {
        this.connection = connection;
        this.context = context;
        this.transport = transport;
        this.hub = hub;
        this.authenticator = authenticator;
        this.below = new ClientLink(connection, context);
        this.grants = new Grants(wall, context, this::ended);
        this.cbs = new CbsLinks(authenticator, context, grants::put);
        this.services = new ServiceLinks(hub, context, onDemand, below, reason -> close(Conditions.of(reason)));
        this.faults = new FaultActions(this, cbs, context);
    }

    void accept() {
        below.listen();
        Grant password = connection.attachments().get(SaslDialogue.GRANT, Grant.class);
        if (password != null) {
            grants.put(password);
        }
        connection.setContainer(hub.hostName());
        connection
                .openHandler(_ -> {
                    Introduction.made(socket());
                    connection.open();
                })
                .sessionOpenHandler(this::openSession)
                .receiverOpenHandler(this::openReceiver)
                .senderOpenHandler(this::openSender)
                .closeHandler(_ -> {
                    end();
                    connection.close();
                    connection.disconnect();
                })
                .disconnectHandler(_ -> end());
    }

    /** Closes the connection as the hub does it that has a reason, or as one that shuts down. */
    void close(@Nullable ErrorCondition reason) {
        end();
        connection.setCondition(reason);
        connection.close();
        context.owner().setTimer(FAREWELL.toMillis(), _ -> connection.disconnect()); // if the client does not answer
    }

    /** Cuts the connection as a network does that fails: TLS says no farewell either, which the Java SDK does not hear. */
    void cut() {
        end();
        if (socket() instanceof NetSocketInternal socket) {
            Channel channel = socket.channelHandlerContext().channel();
            channel.flush(); // what went before the cut may wait for the end of a read
            Connections.cut(channel);
        }
        connection.disconnect();
    }

    /** Ends a client's part of the connection and leaves the others alone. */
    void end(ClientLinks links, ErrorCondition reason) {
        if (clients.remove(links.client(), links)) {
            for (ProtonSession session : links.sessions()) {
                if (isUsed(session)) {
                    links.detachIn(session, reason);
                } else {
                    session.setCondition(reason).close();
                }
            }
            links.leave();
        }
    }

    private void openSession(ProtonSession session) {
        session.closeHandler(_ -> {
                    services.sessionEnded(session);
                    List.copyOf(clients.values()).forEach(links -> links.sessionEnded(session));
                    session.close();
                    session.free();
                })
                .open();
    }

    /** The client sends on this link. */
    private void openReceiver(ProtonReceiver link) {
        link.setSource(link.getRemoteSource()).setTarget(link.getRemoteTarget());
        Target target = link.getRemoteTarget();
        switch (LinkAddress.of(target == null ? null : target.getAddress())) {
            case LinkAddress.Place.CBS -> cbs.openRequests(link);
            case LinkAddress.Place.DEVICE_BOUND -> {
                if (isService()) {
                    services.openMessages(link);
                }
            }
            case LinkAddress.OfClient place ->
                open(place, link, place.takes(), links -> links.attach(place.endpoint(), link));
            case LinkAddress.Place.FEEDBACK, LinkAddress.Place.FILE_NOTIFICATIONS, LinkAddress.Place.UNKNOWN ->
                LinkEnds.refuse(link, Conditions.noSuchAddress());
        }
    }

    /** The client receives on this link. */
    private void openSender(ProtonSender link) {
        link.setSource(link.getRemoteSource()).setTarget(link.getRemoteTarget());
        Source source = link.getRemoteSource();
        switch (LinkAddress.of(source == null ? null : source.getAddress())) {
            case LinkAddress.Place.CBS -> cbs.openAnswers(link);
            case LinkAddress.Place.FEEDBACK -> {
                if (isService()) {
                    services.openFeedback(link);
                }
            }
            case LinkAddress.OfClient place ->
                open(place, link, place.gives(), links -> links.attach(place.endpoint(), link));
            case LinkAddress.Place.FILE_NOTIFICATIONS -> LinkEnds.refuse(link, Conditions.noFileUploads());
            case LinkAddress.Place.DEVICE_BOUND, LinkAddress.Place.UNKNOWN ->
                LinkEnds.refuse(link, Conditions.noSuchAddress());
        }
    }

    /** A client is connected by a link that it gets, and not by one that it is refused: its other connection would end. */
    private <T extends ProtonLink<T>> void open(
            LinkAddress.OfClient place, ProtonLink<T> link, boolean exists, Consumer<ClientLinks> attach) {
        try {
            authorize(place.client());
            if (exists) {
                attach.accept(linksOf(place.client()));
            } else {
                LinkEnds.refuse(link, Conditions.noSuchAddress());
            }
        } catch (HubException refusal) {
            LinkEnds.refuse(link, Conditions.of(refusal));
        }
    }

    private boolean isService() {
        boolean allowed = grants.allowService();
        if (!allowed) {
            LOGGER.infof("connection closed reason=no right to serve");
            close(Conditions.of(HubException.unauthorized()));
        }
        return allowed;
    }

    private void authorize(ClientId client) {
        if (!grants.allow(client)) {
            grants.put(authenticator.ofCertificate(hubHost(), client, socket().sslSession()));
        }
    }

    private ClientLinks linksOf(ClientId client) {
        return clients.computeIfAbsent(
                client, _ -> new ClientLinks(client, hub, transport, below, context, faults::plan, this::ended));
    }

    private String hubHost() {
        return Objects.requireNonNullElse(connection.getRemoteHostname(), hub.hostName());
    }

    private NetSocket socket() {
        return connection.attachments().get(SaslDialogue.SOCKET, NetSocket.class);
    }

    private boolean isUsed(ProtonSession session) {
        return cbs.isIn(session)
                || services.areIn(session)
                || clients.values().stream().anyMatch(links -> links.sessions().contains(session));
    }

    /** A service's connection ends with its token, a device's links with the device's. */
    private void ended(Grant grant) {
        HubException reason = new HubException(HubError.UNAUTHORIZED, "The token has expired.");
        if (grant.allowsService() && !grants.allowService()) {
            LOGGER.infof("connection closed reason=%s", reason.getMessage());
            close(Conditions.of(reason));
            return;
        }
        List.copyOf(clients.values()).stream()
                .filter(links -> !grants.allow(links.client()))
                .forEach(links -> end(links, Conditions.tokenExpired()));
    }

    private void ended(ClientLinks links, SessionEnd why) {
        if (why == SessionEnd.CUT && clients.get(links.client()) == links) {
            cut();
        } else {
            end(links, Conditions.of(why));
        }
    }

    private void end() {
        cbs.end();
        grants.clear();
        services.end();
        List<ClientLinks> left = List.copyOf(clients.values());
        clients.clear();
        left.forEach(ClientLinks::leave);
    }
}
