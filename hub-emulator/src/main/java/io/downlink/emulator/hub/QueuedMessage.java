package io.downlink.emulator.hub;

import io.downlink.emulator.hub.Timers.Timer;
import java.time.Instant;

/** A message in its device's queue; the queue's lock guards it. */
final class QueuedMessage {
    /** No lock: the message waits to be delivered. */
    static final long FREE = 0;

    private final long sequenceNumber;
    private final CloudToDeviceMessage message;
    private final Instant enqueued;
    private final Instant expiry;
    private long lock = FREE;
    private boolean taken;
    private boolean deliveredBefore;
    private int returns;
    private Timer expiryTimer = () -> {};
    private Timer lockTimer = () -> {};

    /** A message that waits to be delivered. */
    QueuedMessage(MessageState state) {
        this.sequenceNumber = state.sequenceNumber();
        this.message = state.message();
        this.enqueued = state.enqueued();
        this.expiry = state.expiry();
        this.deliveredBefore = state.delivered();
        this.returns = state.returns();
    }

    CloudToDeviceMessage message() {
        return message;
    }

    long sequenceNumber() {
        return sequenceNumber;
    }

    boolean isFree() {
        return lock == FREE;
    }

    boolean isLockedWith(long token) {
        return lock == token;
    }

    boolean wasDelivered() {
        return deliveredBefore;
    }

    boolean isExpired(Instant now) {
        return !expiry.isAfter(now);
    }

    void expiresWith(Timer timer) {
        expiryTimer = timer;
    }

    /** Whether nobody's connection holds it: it was asked for, so that no disconnection frees it. */
    boolean isTaken() {
        return taken;
    }

    void lock(long token, boolean byAsking, Timer timer) {
        lock = token;
        taken = byAsking;
        lockTimer = timer;
        deliveredBefore = true;
    }

    void unlock() {
        lockTimer.cancel();
        lock = FREE;
        taken = false;
    }

    /** How it travels with this lock. */
    MessageDelivery delivery(long token, boolean repeated, boolean settled) {
        return new MessageDelivery(token, sequenceNumber, enqueued, expiry, returns, repeated, settled, message);
    }

    int returns() {
        return returns;
    }

    void countReturn() {
        returns++;
    }

    void cancelTimers() {
        lockTimer.cancel();
        expiryTimer.cancel();
    }
}
