package io.downlink.emulator.hub;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A connected device or module, as its front end sees it. {@link #open()} begins the delivery; {@link #end()} ends it, from either
 * side, and then every call that the device still holds fails.
 */
public final class Session {
    private final Client client;
    private final DeviceConnection connection;
    private final boolean resumed;
    private final Map<Long, PendingCall> calls = new ConcurrentHashMap<>();
    private long lastRequestId; // guarded by the device's lock
    private volatile boolean open;
    private volatile boolean ended;

    Session(Client client, DeviceConnection connection, boolean resumed) {
        this.client = client;
        this.connection = connection;
        this.resumed = resumed;
    }

    /** Whose session it is. */
    public ClientId clientId() {
        return client.id();
    }

    /** Whether the subscriptions of an earlier connection are still in force. */
    public boolean resumed() {
        return resumed;
    }

    /** The device knows that it is connected: from now on it may be called. */
    public void open() {
        open = true;
        client.deliverWaiting();
    }

    public void subscribe(Subscription subscription) {
        client.subscribe(this, subscription);
    }

    public void unsubscribe(Subscription subscription) {
        client.unsubscribe(this, subscription);
    }

    /** Whether the device asked for this and its connection is still the one that counts. */
    public boolean subscribed(Subscription subscription) {
        return client.subscribed(this, subscription);
    }

    /** The device sends a message to the cloud, which nobody reads. */
    public void telemetry() {
        client.active(this);
    }

    /**
     * The device answers a direct method. An answer to a call that is over is dropped.
     *
     * @param payload JSON text
     * @return false if nobody waits for this answer, or if it is larger than 128 KB, which leaves its caller waiting
     */
    public boolean answer(long requestId, int status, String payload) {
        if (!MethodCall.fits(payload)) {
            return false;
        }
        PendingCall call = calls.remove(requestId);
        if (call == null) {
            return false;
        }
        client.active(this);
        call.answer(new MethodAnswer(status, payload));
        return true;
    }

    /**
     * The device has dealt with a message.
     *
     * @throws HubException {@link HubError#DEVICE_MESSAGE_LOCK_LOST} if its lock ran out before
     */
    public void complete(long lock) {
        client.active(this);
        client.messages().complete(lock);
    }

    /**
     * The device wants a message again.
     *
     * @throws HubException {@link HubError#DEVICE_MESSAGE_LOCK_LOST} if its lock ran out before
     */
    public void abandon(long lock) {
        client.active(this);
        client.messages().abandon(lock);
    }

    /**
     * The device does not want a message, now or later.
     *
     * @throws HubException {@link HubError#DEVICE_MESSAGE_LOCK_LOST} if its lock ran out before
     */
    public void reject(long lock) {
        client.active(this);
        client.messages().reject(lock);
    }

    /** Whether somebody still waits for the answer to a call that was delivered. */
    public boolean awaits(long requestId) {
        return calls.containsKey(requestId);
    }

    /**
     * Has the connection deliver the next message, for clients that get messages on demand; the connection must expect it
     * on this thread.
     *
     * @return false: there is none, or no more can follow
     */
    public boolean deliverNextMessage() {
        MessageDelivery next = client.nextMessage(this);
        return next != null && connection.handOver(next);
    }

    /** Gives back, without counting it, all messages that were delivered and not settled. */
    public void giveBackMessages() {
        client.giveBackMessages(this);
    }

    /** The device's own twin. */
    public TwinProperties desired() {
        return client.twin().desired();
    }

    /** What the device reported. */
    public TwinProperties reported() {
        return client.twin().reported();
    }

    /**
     * The device reports properties.
     *
     * @param patch a JSON merge patch: null deletes
     * @param version the version the device expects to change; null: whatever it is
     * @return the new version
     * @throws HubException if a limit is broken or the version is another one
     */
    public long report(ObjectNode patch, @Nullable Long version) {
        client.active(this);
        return client.twin().report(patch, version);
    }

    /** Ends the session and its connection; every call the device still holds fails at once. */
    public void end() {
        end(SessionEnd.LEFT);
    }

    /** Does the same for a reason of the hub's. */
    void end(SessionEnd why) {
        client.disconnected(this);
        ended = true;
        open = false;
        connection.close(why);
        List<Long> held = new ArrayList<>(calls.keySet());
        for (Long requestId : held) {
            PendingCall call = calls.remove(requestId);
            if (call != null) {
                call.fail(
                        HubError.DEVICE_CONNECTION_CLOSED,
                        "Device disconnected while it was handling the direct method.");
            }
        }
    }

    /** Whether the session is over. */
    public boolean ended() {
        return ended;
    }

    boolean isOpen() {
        return open;
    }

    DeviceConnection connection() {
        return connection;
    }

    /** Sends the call to the device; the device's lock is held, so calls arrive in their order. */
    void deliver(PendingCall call) {
        long requestId = ++lastRequestId;
        calls.put(requestId, call);
        call.outcome().whenComplete((_, _) -> calls.remove(requestId));
        call.delivered();
        connection.deliver(
                new MethodRequest(requestId, call.call().method(), call.call().payload()));
    }
}
