package io.downlink.emulator.hub;

import io.downlink.emulator.hub.HubChange.BatchEnded;
import io.downlink.emulator.hub.HubChange.BatchReturned;
import io.downlink.emulator.hub.HubChange.FeedbackForgotten;
import io.downlink.emulator.hub.Timers.Timer;
import java.time.Clock;
import java.time.Duration;
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
    private final Journal journal;
    private final Runnable available;
    private final List<Entry> entries = new ArrayList<>();

    /**
     * An empty queue.
     *
     * @param available runs when a batch can be taken; it must not call the queue
     */
    FeedbackQueue(Clock clock, Timers timers, MessagingRules rules, Journal journal, Runnable available) {
        this.clock = clock;
        this.timers = timers;
        this.rules = rules;
        this.journal = journal;
        this.available = available;
    }

    /** How many records are in its batches. */
    synchronized int records() {
        return entries.stream().mapToInt(entry -> entry.records.size()).sum();
    }

    /** Takes a batch that is whole. */
    synchronized void add(BatchState batch, Instant enqueued) {
        Entry entry = new Entry(batch, enqueued);
        entries.add(entry);
        Duration life = Duration.between(clock.instant(), enqueued.plus(rules.feedbackTimeToLive()));
        entry.expiry = timers.after(life.isNegative() ? Duration.ZERO : life, () -> expire(entry));
        available.run();
    }

    synchronized @Nullable FeedbackBatch take(FeedbackReceiver receiver) {
        for (Entry entry : entries) {
            if (entry.holder == null) {
                UUID token = UUID.randomUUID();
                entry.holder = receiver;
                entry.token = token;
                entry.lock = timers.after(rules.feedbackLock(), () -> lockRunsOut(entry, token));
                return new FeedbackBatch(token, entry.enqueued, entry.contents(), entry.returns);
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
    synchronized void removeRecords(Predicate<FeedbackState> unwanted) {
        List<Long> numbers = entries.stream()
                .filter(entry -> entry.holder == null)
                .flatMap(entry -> entry.records.stream())
                .filter(unwanted)
                .map(FeedbackState::number)
                .toList();
        if (!numbers.isEmpty()) {
            journal.append(new FeedbackForgotten(numbers));
        }
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
        boolean late = !entry.enqueued.plus(rules.feedbackTimeToLive()).isAfter(clock.instant());
        if (late || (counts && entry.returns + 1 >= rules.deliveryCountMax())) {
            end(entry);
            return;
        }
        if (counts) {
            journal.append(new BatchReturned(entry.number, entry.returns + 1));
            entry.returns++;
        }
        entry.lock.cancel();
        entry.holder = null;
        entry.token = null;
        available.run();
    }

    private void end(Entry entry) {
        journal.append(new BatchEnded(entry.number));
        entry.cancelTimers();
        entries.remove(entry);
    }

    private static final class Entry {
        private final long number;
        private final Instant enqueued;
        private final List<FeedbackState> records;
        private @Nullable FeedbackReceiver holder;
        private @Nullable UUID token;
        private int returns;
        private Timer lock = () -> {};
        private Timer expiry = () -> {};

        Entry(BatchState batch, Instant enqueued) {
            this.number = batch.number();
            this.enqueued = enqueued;
            this.records = new ArrayList<>(batch.records());
            this.returns = batch.returns();
        }

        List<FeedbackRecord> contents() {
            return records.stream().map(FeedbackState::content).toList();
        }

        void cancelTimers() {
            lock.cancel();
            expiry.cancel();
        }
    }
}
