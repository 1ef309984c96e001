package io.downlink.emulator.hub;

import io.downlink.emulator.hub.Timers.Timer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The feedback batches that are not settled yet, oldest first. Its own lock guards it. */
final class FeedbackQueue {
    private final Clock clock;
    private final Timers timers;
    private final MessagingRules rules;
    private final Runnable available;
    private final List<Entry> entries = new ArrayList<>();

    /**
     * An empty queue.
     *
     * @param available runs when a batch can be taken; it must not call the queue
     */
    FeedbackQueue(Clock clock, Timers timers, MessagingRules rules, Runnable available) {
        this.clock = clock;
        this.timers = timers;
        this.rules = rules;
        this.available = available;
    }

    synchronized void add(Instant enqueued, List<FeedbackRecord> records) {
        Entry entry = new Entry(enqueued, records);
        entries.add(entry);
        entry.expiry = timers.after(rules.feedbackTimeToLive(), () -> expire(entry));
        available.run();
    }

    synchronized @Nullable FeedbackBatch take(FeedbackReceiver receiver) {
        for (Entry entry : entries) {
            if (entry.holder == null) {
                UUID token = UUID.randomUUID();
                entry.holder = receiver;
                entry.token = token;
                entry.lock = timers.after(rules.feedbackLock(), () -> lockRunsOut(entry, token));
                return new FeedbackBatch(token, entry.enqueued, entry.records, entry.returns);
            }
        }
        return null;
    }

    synchronized boolean complete(UUID token) {
        Entry entry = held(token);
        if (entry == null) {
            return false;
        }
        end(entry);
        return true;
    }

    synchronized boolean abandon(UUID token) {
        Entry entry = held(token);
        if (entry == null) {
            return false;
        }
        putBack(entry, true);
        return true;
    }

    synchronized void giveBack(FeedbackReceiver receiver) {
        for (Entry entry : List.copyOf(entries)) {
            if (entry.holder == receiver) {
                putBack(entry, false);
            }
        }
    }

    /** Takes records out of the batches that nobody holds. */
    synchronized void removeRecords(Predicate<FeedbackRecord> unwanted) {
        for (Iterator<Entry> all = entries.iterator(); all.hasNext(); ) {
            Entry entry = all.next();
            if (entry.holder == null && entry.records.removeIf(unwanted) && entry.records.isEmpty()) {
                entry.cancelTimers();
                all.remove();
            }
        }
    }

    private synchronized void expire(Entry entry) {
        if (entry.holder == null) {
            end(entry);
        }
    }

    private synchronized void lockRunsOut(Entry entry, UUID token) {
        if (entries.contains(entry) && token.equals(entry.token)) {
            putBack(entry, rules.lockExpiryCounts());
        }
    }

    private @Nullable Entry held(UUID token) {
        return entries.stream()
                .filter(entry -> token.equals(entry.token))
                .findFirst()
                .orElse(null);
    }

    private void putBack(Entry entry, boolean counts) {
        entry.lock.cancel();
        entry.holder = null;
        entry.token = null;
        boolean late = !entry.enqueued.plus(rules.feedbackTimeToLive()).isAfter(clock.instant());
        if (late || (counts && ++entry.returns >= rules.deliveryCountMax())) {
            end(entry);
        } else {
            available.run();
        }
    }

    private void end(Entry entry) {
        entry.cancelTimers();
        entries.remove(entry);
    }

    private static final class Entry {
        private final Instant enqueued;
        private final List<FeedbackRecord> records;
        private @Nullable FeedbackReceiver holder;
        private @Nullable UUID token;
        private int returns;
        private Timer lock = () -> {};
        private Timer expiry = () -> {};

        Entry(Instant enqueued, List<FeedbackRecord> records) {
            this.enqueued = enqueued;
            this.records = new ArrayList<>(records);
        }

        void cancelTimers() {
            lock.cancel();
            expiry.cancel();
        }
    }
}
