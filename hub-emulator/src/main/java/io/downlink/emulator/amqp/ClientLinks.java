package io.downlink.emulator.amqp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.faults.FaultMessage;
import io.downlink.emulator.hub.ClientId;
import io.downlink.emulator.hub.DeviceConnection;
import io.downlink.emulator.hub.Hub;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.hub.MessageDelivery;
import io.downlink.emulator.hub.MethodRequest;
import io.downlink.emulator.hub.Session;
import io.downlink.emulator.hub.SessionEnd;
import io.downlink.emulator.hub.Transport;
import io.vertx.core.Context;
import io.vertx.proton.ProtonLink;
import io.vertx.proton.ProtonReceiver;
import io.vertx.proton.ProtonSender;
import io.vertx.proton.ProtonSession;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.jspecify.annotations.Nullable;

/**
 * All links of one device or module on a connection. Together they are its session at the hub, which begins with the
 * first link and ends with the last. What the hub sends goes out on the connection's own event loop, whoever calls.
 */
final class ClientLinks implements DeviceConnection {
    /** What a client has one link for, seen from the client. */
    enum Kind {
        TELEMETRY,
        MESSAGES,
        METHOD_REQUESTS,
        METHOD_ANSWERS,
        TWIN_REQUESTS,
        TWIN_ANSWERS
    }

    private final ClientId client;
    private final Transport transport;
    private final ClientLink below;
    private final Context context;
    private final BiConsumer<ClientLinks, SessionEnd> ended;
    private final Session session;
    private final TelemetryLink telemetry;
    private final MethodLinks methods;
    private final TwinLinks twin;
    private final Map<Kind, Held> links = new EnumMap<>(Kind.class);
    private @Nullable MessageLink messages;

    /**
     * Connects the client, without links.
     *
     * @param below the connection that it shares with other clients
     * @param ended is told on the event loop that the hub wants no more of this client, or that its last link is gone
     * @throws HubException if the hub does not let it connect
     */
    ClientLinks(
            ClientId client,
            Hub hub,
            Transport transport,
            ClientLink below,
            Context context,
            BiConsumer<ClientLinks, FaultMessage> faults,
            BiConsumer<ClientLinks, SessionEnd> ended) {
        this.client = client;
        this.transport = transport;
        this.below = below;
        this.context = context;
        this.ended = ended;
        this.session = hub.connect(client, this, true);
        this.telemetry = new TelemetryLink(session, fault -> faults.accept(this, fault));
        this.methods = new MethodLinks(session);
        this.twin = new TwinLinks(session, context);
        session.open();
    }

    ClientId client() {
        return client;
    }

    /** The client wants to send where the hub {@linkplain LinkAddress.OfClient#takes() takes} something. */
    void attach(LinkAddress.Endpoint endpoint, ProtonReceiver link) {
        switch (endpoint) {
            case EVENTS -> {
                hold(Kind.TELEMETRY, link, () -> {});
                telemetry.open(link);
            }
            case METHODS -> {
                hold(Kind.METHOD_ANSWERS, link, () -> {});
                methods.openAnswers(link);
            }
            case TWIN -> {
                hold(Kind.TWIN_REQUESTS, link, () -> {});
                twin.openRequests(link);
            }
            case DEVICE_BOUND -> throw new IllegalArgumentException("nobody sends there");
        }
    }

    /** The client wants to receive where the hub {@linkplain LinkAddress.OfClient#gives() gives} something. */
    void attach(LinkAddress.Endpoint endpoint, ProtonSender link) {
        switch (endpoint) {
            case DEVICE_BOUND, EVENTS -> openMessages(link);
            case METHODS -> {
                hold(Kind.METHOD_REQUESTS, link, methods::requestsClosed);
                methods.openRequests(link);
            }
            case TWIN -> {
                hold(Kind.TWIN_ANSWERS, link, twin::answersClosed);
                twin.openAnswers(link);
            }
        }
    }

    Set<ProtonSession> sessions() {
        return links.values().stream().map(held -> held.link().getSession()).collect(Collectors.toSet());
    }

    /** Detaches one link, if the client has it. */
    void detach(Kind kind, ErrorCondition reason) {
        Held held = links.get(kind);
        if (held != null) {
            forget(held::equals);
            LinkEnds.detach(held.link(), reason);
        }
    }

    /** Detaches all links in a session that others use, too. */
    void detachIn(ProtonSession session, ErrorCondition reason) {
        links.values().stream()
                .filter(held -> held.link().getSession().equals(session))
                .forEach(held -> LinkEnds.detach(held.link(), reason));
    }

    /** A session of the connection is over, and the links in it. */
    void sessionEnded(ProtonSession over) {
        forget(held -> held.link().getSession().equals(over));
    }

    /** Refuses the client's telemetry; null: no longer. */
    void refuseTelemetry(@Nullable ErrorCondition reason) {
        telemetry.refuse(reason);
    }

    /** Ends the session at the hub. The links themselves are another's to end. */
    void leave() {
        links.clear();
        session.end();
    }

    @Override
    public Transport transport() {
        return transport;
    }

    @Override
    public void deliver(MethodRequest request) {
        context.runOnContext(_ -> methods.deliver(request));
    }

    @Override
    public void messageArrived() {
        context.runOnContext(_ -> {
            if (messages != null) {
                messages.send();
            }
        });
    }

    @Override
    public boolean handOver(MessageDelivery delivery) {
        if (messages != null) {
            messages.deliver(delivery);
        }
        return messages != null;
    }

    @Override
    public void desiredChanged(ObjectNode patch, long version) {
        context.runOnContext(_ -> twin.desiredChanged(patch, version));
    }

    /** Mutes the socket, which mutes all clients of the connection: nothing finer is half open in a network. */
    @Override
    public void mute() {
        below.mute();
    }

    @Override
    public void close() {
        close(SessionEnd.LEFT);
    }

    @Override
    public void close(SessionEnd why) {
        context.runOnContext(_ -> ended.accept(this, why));
    }

    private void openMessages(ProtonSender link) {
        MessageLink opened = new MessageLink(client, link, session);
        hold(Kind.MESSAGES, link, () -> {
            messages = null;
            opened.closed();
        });
        messages = opened;
        opened.open();
    }

    /** Keeps a link until it ends; a second one of its kind takes its place. */
    private <T extends ProtonLink<T>> void hold(Kind kind, ProtonLink<T> link, Runnable closed) {
        Held former = links.put(kind, new Held(link, closed));
        if (former != null) {
            former.closed().run();
            LinkEnds.detach(former.link(), Conditions.of(SessionEnd.REPLACED));
        }
        LinkEnds.answer(link, () -> forget(held -> held.link().equals(link)));
    }

    private void forget(Predicate<Held> which) {
        List<Held> gone = links.values().stream().filter(which).toList();
        links.values().removeAll(gone);
        gone.forEach(held -> held.closed().run());
        if (!gone.isEmpty() && links.isEmpty()) {
            ended.accept(this, SessionEnd.LEFT);
        }
    }

    private record Held(ProtonLink<?> link, Runnable closed) {}
}
