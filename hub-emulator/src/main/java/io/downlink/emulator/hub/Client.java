package io.downlink.emulator.hub;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One device, or one module: its identity, its twin, who speaks for it, and the calls that wait until it is there. Its
 * own lock guards all of this; outcomes are told outside of it.
 */
final class Client {
    private final ClientId id;
    private final Clock clock;
    private final @Nullable Client device; // locked after the module, never before
    private final Twin twin;
    private final MessageQueue messages;
    private final AtomicInteger callsAtOnce = new AtomicInteger();
    private final Set<Subscription> subscriptions = EnumSet.noneOf(Subscription.class);
    private final Deque<PendingCall> waiting = new ArrayDeque<>();
    private Identity identity;
    private boolean removed;
    private boolean sessionKept;
    private @Nullable Session session;
    private @Nullable Instant connectionUpdated;
    private @Nullable Instant lastActivity;

    /**
     * A client that never connected.
     *
     * @param device whose module it is; null: it is a device itself
     */
    Client(Identity identity, @Nullable Client device, Clock clock, MessageQueue messages) {
        this.id = identity.id();
        this.identity = identity;
        this.device = device;
        this.clock = clock;
        this.messages = messages;
        this.twin = new Twin(clock);
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
    ClientSnapshot replace(IdentitySpec spec, IfMatch condition, String newEtag) {
        Session ended = null;
        ClientSnapshot result;
        synchronized (this) {
            checkRegistered();
            condition.check(identity.etag());
            identity = identity.replacedBy(spec, newEtag, clock.instant());
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
            if (cleanSession) {
                subscriptions.clear();
            }
            messages.release();
            earlier = session;
            created = new Session(this, connection, sessionKept && !cleanSession);
            sessionKept = !cleanSession;
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
            if (!sessionKept) {
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
            if (Subscription.OF_MESSAGES.contains(subscription)) { // one way to get them takes the place of another
                subscriptions.removeAll(Subscription.OF_MESSAGES);
            }
            subscriptions.add(subscription);
            lastActivity = clock.instant();
            deliverWaiting();
        }
    }

    synchronized void unsubscribe(Session by, Subscription subscription) {
        if (session == by) {
            subscriptions.remove(subscription);
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
