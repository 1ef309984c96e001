package io.downlink.emulator.hub;

import io.downlink.emulator.hub.HubChange.ClientRemoved;
import io.downlink.emulator.hub.HubChange.ClientWritten;
import io.downlink.emulator.hub.HubChange.SessionWritten;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One device, or one module: its identity, its twin, who speaks for it, and the calls that wait until it is there. Its
 * own lock guards all of this; outcomes are told outside of it.
 */
final class Client {
    private final ClientId id;
    private final ClientGeneration generation;
    private final Clock clock;
    private final Journal journal;
    private final @Nullable Client device; // locked after the module, never before
    private final Twin twin;
    private final MessageQueue messages;
    private final AtomicInteger callsAtOnce = new AtomicInteger();
    private final Deque<PendingCall> waiting = new ArrayDeque<>();
    private Identity identity;
    private boolean removed;
    private EnumSet<Subscription> subscriptions = EnumSet.noneOf(Subscription.class);
    private SessionState remembered = SessionState.NONE;
    private @Nullable Session session;
    private @Nullable Instant connectionUpdated;
    private @Nullable Instant lastActivity;

    /**
     * A client that never connected.
     *
     * @param device whose module it is; null: it is a device itself
     */
    Client(Identity identity, @Nullable Client device, Clock clock, MessageQueue messages, Journal journal) {
        this.id = identity.id();
        this.identity = identity;
        this.device = device;
        this.generation = ClientGeneration.of(identity);
        this.clock = clock;
        this.journal = journal;
        this.messages = messages;
        this.twin = new Twin(generation, clock, journal);
    }

    /** Writes down that it is there. */
    synchronized void register(long write) {
        journal.append(new ClientWritten(identity, write));
        twin.register();
    }

    /** Is as it was in an earlier hub, though not connected. */
    synchronized void restore(ClientState state) {
        if (state.twin() != null) {
            twin.restore(state.twin());
        }
        remembered = state.session();
        subscriptions.addAll(remembered.subscriptions());
        messages.restore(state.messages(), state.lastSequenceNumber());
    }

    ClientId id() {
        return id;
    }

    Twin twin() {
        return twin;
    }

    MessageQueue messages() {
        return messages;
    }

    AtomicInteger callsAtOnce() {
        return callsAtOnce;
    }

    synchronized Identity identity() {
        return identity;
    }

    synchronized ClientSnapshot snapshot() {
        Session present = session;
        return new ClientSnapshot(
                identity,
                mayConnect(),
                present == null ? null : present.connection().transport(),
                connectionUpdated,
                lastActivity,
                messages.size());
    }

    /** Replaces the identity; disabling ends the connection. */
    ClientSnapshot replace(IdentitySpec spec, IfMatch condition, long write) {
        Session ended = null;
        ClientSnapshot result;
        synchronized (this) {
            checkRegistered();
            condition.check(identity.etag());
            Identity next = identity.replacedBy(spec, Etags.of(write), clock.instant());
            journal.append(new ClientWritten(next, write));
            identity = next;
            if (!identity.enabled()) {
                ended = session;
            }
            result = snapshot();
        }
        if (ended != null) {
            ended.end(SessionEnd.DISABLED);
        }
        return result;
    }

    /** Takes the client out of the registry, which ends its connection, its calls and its messages. */
    void remove(IfMatch condition) {
        if (!removeIf(condition)) {
            throw HubException.notFound(id);
        }
    }

    /** Does the same; false: somebody else has done it. */
    boolean removeIf(IfMatch condition) {
        Session ended;
        List<PendingCall> abandoned;
        synchronized (this) {
            if (removed) {
                return false;
            }
            condition.check(identity.etag());
            journal.append(new ClientRemoved(generation));
            removed = true;
            ended = session;
            abandoned = new ArrayList<>(waiting);
            waiting.clear();
            messages.drop();
        }
        if (ended != null) {
            ended.end(SessionEnd.REMOVED);
        }
        HubException gone = HubException.notFound(id);
        abandoned.forEach(call -> call.fail(gone));
        return true;
    }

    /** Makes the connection the one that speaks for the client; an earlier one ends. */
    Session connect(DeviceConnection connection, boolean cleanSession) {
        Session earlier;
        Session created;
        synchronized (this) {
            if (removed || !mayConnect()) {
                throw HubException.unauthorized();
            }
            boolean resumed = remembered.kept() && !cleanSession;
            become(!cleanSession, resumed ? subscriptions : EnumSet.noneOf(Subscription.class));
            messages.release();
            earlier = session;
            created = new Session(this, connection, resumed);
            session = created;
            connectionUpdated = clock.instant();
            lastActivity = connectionUpdated;
        }
        if (earlier != null) {
            earlier.end(SessionEnd.REPLACED);
        }
        return created;
    }

    /** Ends the connection without a word to the client; returns whether there was one. */
    boolean dropLink() {
        return end(SessionEnd.CUT);
    }

    /** Ends the connection for this reason; returns whether there was one. */
    boolean end(SessionEnd why) {
        Session present;
        synchronized (this) {
            present = session;
        }
        if (present != null) {
            present.end(why);
        }
        return present != null;
    }

    synchronized void disconnected(Session ended) {
        if (session == ended) {
            session = null;
            messages.release();
            if (!remembered.kept()) {
                subscriptions.clear();
            }
            connectionUpdated = clock.instant();
        }
    }

    /** It was heard of, though it may have no connection. */
    synchronized void active() {
        lastActivity = clock.instant();
    }

    synchronized void subscribe(Session by, Subscription subscription) {
        if (session == by) {
            EnumSet<Subscription> next = EnumSet.copyOf(subscriptions);
            if (Subscription.OF_MESSAGES.contains(subscription)) { // one way to get them takes the place of another
                next.removeAll(Subscription.OF_MESSAGES);
            }
            next.add(subscription);
            lastActivity = clock.instant();
            become(remembered.kept(), next);
            deliverWaiting();
        }
    }

    synchronized void unsubscribe(Session by, Subscription subscription) {
        if (session == by) {
            EnumSet<Subscription> next = EnumSet.copyOf(subscriptions);
            next.remove(subscription);
            become(remembered.kept(), next);
            listenToMessages();
        }
    }

    synchronized boolean subscribed(Session by, Subscription subscription) {
        return session == by && subscriptions.contains(subscription);
    }

    /** Hands over what waited for the client, in its order. */
    synchronized void deliverWaiting() {
        listenToMessages();
        Session present = listening();
        if (present != null) {
            for (PendingCall call = waiting.poll(); call != null; call = waiting.poll()) {
                present.deliver(call);
            }
        }
    }

    /** Takes a message for the client; the service tells a disabled device like one it does not know. */
    synchronized void enqueue(CloudToDeviceMessage message) {
        checkRegistered();
        if (!mayConnect()) {
            throw HubException.notFound(id);
        }
        messages.enqueue(message);
    }

    /** The next message, if this is the connection that counts. */
    synchronized @Nullable MessageDelivery nextMessage(Session by) {
        return session == by ? messages.take() : null;
    }

    synchronized void giveBackMessages(Session by) {
        if (session == by) {
            messages.release();
            listenToMessages();
        }
    }

    /** Delivers the call, keeps it until the client is there, or fails it. */
    void offer(PendingCall call) {
        synchronized (this) {
            Session present = removed ? null : listening();
            if (present != null) {
                present.deliver(call);
                return;
            }
            if (!removed && call.call().connectTimeout().compareTo(Duration.ZERO) > 0) {
                waiting.add(call);
                return;
            }
        }
        call.failNotOnline();
    }

    /** The call has waited long enough. */
    void giveUp(PendingCall call) {
        boolean waited;
        synchronized (this) {
            waited = waiting.remove(call);
        }
        if (waited) {
            call.failNotOnline();
        }
    }

    /** Changes the twin and tells the client, if it listens: in one step, so that it hears of changes in their order. */
    synchronized void changeTwin(TwinChange change, IfMatch condition) {
        Twin.DesiredChange announced = twin.change(change, condition);
        Session present = session;
        if (announced != null
                && present != null
                && present.isOpen()
                && subscriptions.contains(Subscription.DESIRED_PROPERTIES)) {
            present.connection().desiredChanged(announced.patch(), announced.version());
        }
    }

    /** The client did something. */
    synchronized void active(Session by) {
        if (session == by) {
            lastActivity = clock.instant();
        }
    }

    private void become(boolean kept, EnumSet<Subscription> next) {
        SessionState state = kept ? new SessionState(true, next) : SessionState.NONE;
        if (!state.equals(remembered)) {
            journal.append(new SessionWritten(generation, state));
            remembered = state;
        }
        subscriptions = next;
    }

    private synchronized boolean mayConnect() {
        return identity.enabled() && (device == null || device.mayConnect());
    }

    private void listenToMessages() {
        Session present = session;
        if (present == null || !present.isOpen()) {
            return;
        }
        if (subscriptions.contains(Subscription.CLOUD_TO_DEVICE_MESSAGES)) {
            messages.listen(present.connection()::deliver, true);
        } else if (subscriptions.contains(Subscription.CLOUD_TO_DEVICE_MESSAGES_AT_MOST_ONCE)) {
            messages.listen(present.connection()::deliver, false);
        } else if (subscriptions.contains(Subscription.CLOUD_TO_DEVICE_MESSAGES_ON_DEMAND)) {
            messages.announce(present.connection()::messageArrived);
        } else {
            messages.stopListening();
        }
    }

    private @Nullable Session listening() {
        Session present = session;
        return present != null && present.isOpen() && subscriptions.contains(Subscription.DIRECT_METHODS)
                ? present
                : null;
    }

    private void checkRegistered() {
        if (removed) {
            throw HubException.notFound(id);
        }
    }
}
