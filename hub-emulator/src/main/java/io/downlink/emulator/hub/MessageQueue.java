package io.downlink.emulator.hub;

import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one device, first in, first out. A message that is delivered stays here, locked, until the device
 * settles it; a lock that runs out, and a device that goes, put it back in its place. Its own lock guards all of this.
 */
final class MessageQueue {
    private static final Logger LOGGER = Logger.getLogger(MessageQueue.class);

    private final Clock clock;
    private final Timers timers;
    private final MessagingRules rules;
    private final MessageStatistics statistics;
    private final MessageJournal journal;
    private final Map<Long, QueuedMessage> messages = new LinkedHashMap<>(); // by sequence number, so in their order
    private long lastSequenceNumber;
    private long lastLock = QueuedMessage.FREE;
    private @Nullable Consumer<MessageDelivery> listener;
    private @Nullable Runnable arrival;
    private boolean listenerSettles = true;

    /**
     * An empty queue.
     *
     * @param journal is told what becomes of each message, before it does; it must not call the queue
     */
    MessageQueue(
            Clock clock, Timers timers, MessagingRules rules, MessageStatistics statistics, MessageJournal journal) {
        this.clock = clock;
        this.timers = timers;
        this.rules = rules;
        this.statistics = statistics;
        this.journal = journal;
    }

    /**
     * Has what an earlier hub had.
     *
     * @param remembered what nobody settled, in its order
     */
    synchronized void restore(Collection<MessageState> remembered, long sequenceNumber) {
        Instant now = clock.instant();
        for (MessageState state : remembered) {
            Duration life = Duration.between(now, state.expiry());
            put(new QueuedMessage(state), life.isNegative() ? Duration.ZERO : life);
        }
        lastSequenceNumber = sequenceNumber;
        lastLock = now.toEpochMilli() << 16; // no lock of the earlier hub must fit one of this
    }

    synchronized int size() {
        return messages.size();
    }

    /** Takes a message, and delivers it at once if somebody listens. */
    synchronized void enqueue(CloudToDeviceMessage message) {
        if (messages.size() >= Limits.MESSAGES_PER_DEVICE_MAX) {
            throw new HubException(
                    HubError.DEVICE_MAXIMUM_QUEUE_DEPTH_EXCEEDED,
                    "The device's queue has reached its limit of " + Limits.MESSAGES_PER_DEVICE_MAX
                            + " messages. For more information, see https://aka.ms/iothub403004");
        }
        Instant now = clock.instant();
        Instant expiry = message.expiry() == null ? now.plus(rules.timeToLive()) : message.expiry();
        Duration life = Duration.between(now, expiry);
        if (!life.isPositive() || life.compareTo(Limits.MESSAGE_TIME_TO_LIVE_MAX) > 0) {
            throw new HubException(
                    HubError.INVALID_MESSAGE_EXPIRY_TIME,
                    "absolute-expiry-time must be in the future, by at most "
                            + Limits.MESSAGE_TIME_TO_LIVE_MAX.toHours() + " hours.");
        }
        MessageState state = new MessageState(lastSequenceNumber + 1, message, now, expiry, false, 0);
        journal.queued(state);
        lastSequenceNumber = state.sequenceNumber();
        put(new QueuedMessage(state), life);
        statistics.enqueued();
        try {
            deliverFree();
        } catch (UncheckedIOException e) {
            // The message is in the queue, and its sender must not be told otherwise. It is delivered after the next
            // start.
            LOGGER.debug("message not delivered", e);
        }
    }

    /**
     * Delivers what is here and what comes.
     *
     * @param settles false: the listener acknowledges nothing, so that a message is complete once it is sent
     */
    synchronized void listen(Consumer<MessageDelivery> newListener, boolean settles) {
        listener = newListener;
        listenerSettles = settles;
        arrival = null;
        deliverFree();
    }

    /** Tells that something is here, now and whenever something comes; it is for the listener to {@link #take} it. */
    synchronized void announce(Runnable newArrival) {
        listener = null;
        arrival = newArrival;
        deliverFree();
    }

    /** Locks the first free message for a connection; null: there is none. */
    synchronized @Nullable MessageDelivery take() {
        return take(false);
    }

    /** The same for a device without one: no {@link #release} frees it. */
    synchronized @Nullable MessageDelivery takeWithoutConnection() {
        return take(true);
    }

    private @Nullable MessageDelivery take(boolean withoutConnection) {
        return messages.values().stream()
                .filter(QueuedMessage::isFree)
                .findFirst()
                .map(queued -> lock(queued, withoutConnection))
                .orElse(null);
    }

    /** Delivers nothing more; what is on its way may still be settled. */
    synchronized void stopListening() {
        listener = null;
        arrival = null;
    }

    /** The device is gone, and what it did not settle is free again. */
    synchronized void release() {
        stopListening();
        for (QueuedMessage queued : List.copyOf(messages.values())) {
            if (!queued.isFree() && !queued.isTaken()) {
                putBack(queued, false);
            }
        }
    }

    synchronized void complete(long lock) {
        end(locked(lock), FeedbackStatus.SUCCESS);
    }

    synchronized void abandon(long lock) {
        putBack(locked(lock), true);
        deliverFree();
    }

    synchronized void reject(long lock) {
        end(locked(lock), FeedbackStatus.REJECTED);
    }

    /** Takes all messages out; returns how many. */
    synchronized int purge() {
        List<QueuedMessage> all = new ArrayList<>(messages.values());
        all.forEach(queued -> end(queued, FeedbackStatus.PURGED));
        return all.size();
    }

    /** Forgets all messages, and tells nobody. */
    synchronized void drop() {
        stopListening();
        messages.values().forEach(QueuedMessage::cancelTimers);
        messages.clear();
    }

    private void put(QueuedMessage queued, Duration life) {
        messages.put(queued.sequenceNumber(), queued);
        queued.expiresWith(timers.after(life, () -> expire(queued)));
    }

    private synchronized void expire(QueuedMessage queued) {
        // One that is on its way may still be completed; if it comes back it is too late.
        if (isHere(queued) && queued.isFree()) {
            end(queued, FeedbackStatus.EXPIRED);
        }
    }

    private synchronized void lockRunsOut(QueuedMessage queued, long lock) {
        if (isHere(queued) && queued.isLockedWith(lock)) {
            putBack(queued, rules.lockExpiryCounts());
            deliverFree();
        }
    }

    private void deliverFree() {
        Consumer<MessageDelivery> present = listener;
        if (present == null) {
            if (arrival != null && messages.values().stream().anyMatch(QueuedMessage::isFree)) {
                arrival.run();
            }
            return;
        }
        for (Iterator<QueuedMessage> all = messages.values().iterator(); all.hasNext(); ) {
            QueuedMessage queued = all.next();
            if (queued.isFree() && listenerSettles) {
                present.accept(lock(queued, false));
            } else if (queued.isFree()) {
                journal.ended(queued, FeedbackStatus.SUCCESS);
                all.remove();
                forget(queued, FeedbackStatus.SUCCESS);
                statistics.delivered();
                present.accept(queued.delivery(++lastLock, queued.wasDelivered(), true));
            }
        }
    }

    private MessageDelivery lock(QueuedMessage queued, boolean withoutConnection) {
        boolean repeated = queued.wasDelivered();
        if (!repeated) {
            journal.moved(queued, true, queued.returns());
        }
        long lock = ++lastLock;
        queued.lock(lock, withoutConnection, timers.after(rules.lock(), () -> lockRunsOut(queued, lock)));
        statistics.delivered();
        return queued.delivery(lock, repeated, false);
    }

    private QueuedMessage locked(long lock) {
        return messages.values().stream()
                .filter(queued -> queued.isLockedWith(lock))
                .findFirst()
                .orElseThrow(() -> new HubException(
                        HubError.DEVICE_MESSAGE_LOCK_LOST,
                        "The message is not, or not any more, locked with this token."));
    }

    private void putBack(QueuedMessage queued, boolean counts) {
        if (queued.isExpired(clock.instant())) {
            end(queued, FeedbackStatus.EXPIRED);
        } else if (counts && queued.returns() + 1 >= rules.deliveryCountMax()) {
            end(queued, FeedbackStatus.DELIVERY_COUNT_EXCEEDED);
        } else {
            if (counts) {
                journal.moved(queued, true, queued.returns() + 1);
                queued.countReturn();
            }
            queued.unlock();
        }
    }

    private void end(QueuedMessage queued, FeedbackStatus status) {
        journal.ended(queued, status);
        messages.remove(queued.sequenceNumber());
        forget(queued, status);
    }

    private void forget(QueuedMessage queued, FeedbackStatus status) {
        queued.cancelTimers();
        statistics.ended(status);
    }

    private boolean isHere(QueuedMessage queued) {
        return messages.get(queued.sequenceNumber()) == queued;
    }
}
