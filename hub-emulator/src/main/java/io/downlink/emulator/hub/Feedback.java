package io.downlink.emulator.hub;

import io.downlink.emulator.hub.HubChange.BatchSealed;
import io.downlink.emulator.hub.HubChange.FeedbackForgotten;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * What became of messages, for whoever receives it: records are collected into batches, and each batch is one receiver's
 * until it settles it, its lock runs out or the receiver goes.
 */
public final class Feedback {
    private final Clock clock;
    private final Timers timers;
    private final MessagingRules rules;
    private final Interference interference;
    private final FeedbackQueue batches;
    private final List<FeedbackReceiver> receivers = new CopyOnWriteArrayList<>();
    private final Object lock = new Object();
    private final Journal journal;
    private List<FeedbackState> collected = new ArrayList<>(); // all below is guarded by lock
    private long collection; // the number of the batch that they will be
    private long lastNumber;

    Feedback(
            Clock clock,
            Timers timers,
            MessagingRules rules,
            Interference interference,
            Journal journal,
            FeedbackBatches remembered) {
        this.interference = interference;
        this.clock = clock;
        this.timers = timers;
        this.rules = rules;
        this.journal = journal;
        this.batches = new FeedbackQueue(clock, timers, rules, journal, this::announce);
        synchronized (lock) {
            remembered.all().forEach(this::restore);
        }
    }

    /**
     * Another receiver; receivers compete for the batches.
     *
     * @param arrived runs when there may be something to {@link FeedbackReceiver#take take}, on any thread; it must
     *     neither block nor call the hub
     */
    public FeedbackReceiver open(Runnable arrived) {
        FeedbackReceiver receiver = new FeedbackReceiver(batches, arrived, receivers::remove);
        receivers.add(receiver);
        return receiver;
    }

    /** How many records no receiver has settled yet, those that are still being collected among them. */
    public int pending() {
        synchronized (lock) {
            return collected.size() + batches.records();
        }
    }

    /** How often a record is told; once, unless somebody interferes. */
    int copies(FeedbackRecord item) {
        return interference.copies(item);
    }

    /**
     * Collects a record.
     *
     * @param change what is to be written down together with it
     */
    void add(FeedbackRecord item, Function<FeedbackState, HubChange> change) {
        synchronized (lock) {
            FeedbackState state = new FeedbackState(lastNumber + 1, collection, item);
            journal.append(change.apply(state));
            lastNumber = state.number();
            collected.add(state);
            if (collected.size() >= Limits.FEEDBACK_RECORDS_MAX) {
                seal();
            } else if (collected.size() == 1) {
                sealAfter(rules.feedbackPause());
            }
        }
    }

    /** The client is gone, and with it all that nobody has received yet. */
    void forget(Identity client) {
        synchronized (lock) {
            List<Long> gone = collected.stream()
                    .filter(item -> isOf(client, item.content()))
                    .map(FeedbackState::number)
                    .toList();
            if (!gone.isEmpty()) {
                journal.append(new FeedbackForgotten(gone));
                collected.removeIf(item -> gone.contains(item.number()));
            }
            batches.removeRecords(item -> isOf(client, item.content()));
        }
    }

    private static boolean isOf(Identity client, FeedbackRecord item) {
        return item.target().equals(client.id()) && item.generationId().equals(client.generationId());
    }

    /** An earlier hub may have ended before it sealed what it had collected. */
    private void restore(BatchState batch) {
        batch.records().forEach(item -> lastNumber = Math.max(lastNumber, item.number()));
        collection = batch.number();
        if (batch.sealed() == null) {
            collected.addAll(batch.records());
            Instant first = batch.records().getFirst().content().decided();
            Duration pause = Duration.between(clock.instant(), first.plus(rules.feedbackPause()));
            sealAfter(pause.isNegative() ? Duration.ZERO : pause);
        } else {
            batches.add(batch, batch.sealed());
            collection++;
        }
    }

    private void sealAfter(Duration pause) {
        long toSeal = collection;
        timers.after(pause, () -> sealCollection(toSeal));
    }

    private void sealCollection(long toSeal) {
        synchronized (lock) {
            if (collection == toSeal && !collected.isEmpty()) {
                seal();
            }
        }
    }

    private void seal() {
        Instant now = clock.instant();
        journal.append(new BatchSealed(collection, now));
        BatchState batch = new BatchState(collection, now, 0, collected);
        collection++;
        collected = new ArrayList<>();
        batches.add(batch, now);
    }

    private void announce() {
        receivers.forEach(FeedbackReceiver::announce);
    }
}
