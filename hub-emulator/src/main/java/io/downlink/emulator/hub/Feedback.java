package io.downlink.emulator.hub;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What became of messages, for whoever receives it: records are collected into batches, and each batch is one receiver's
 * until it settles it, its lock runs out or the receiver goes.
 */
public final class Feedback {
    private final Clock clock;
    private final Timers timers;
    private final MessagingRules rules;
    private final FeedbackQueue batches;
    private final List<FeedbackReceiver> receivers = new CopyOnWriteArrayList<>();
    private final Object lock = new Object();
    private List<FeedbackRecord> collected = new ArrayList<>(); // guarded by lock
    private long collections; // guarded by lock

    Feedback(Clock clock, Timers timers, MessagingRules rules) {
        this.clock = clock;
        this.timers = timers;
        this.rules = rules;
        this.batches = new FeedbackQueue(clock, timers, rules, this::announce);
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

    void add(FeedbackRecord item) {
        synchronized (lock) {
            collected.add(item);
            if (collected.size() >= Limits.FEEDBACK_RECORDS_MAX) {
                seal();
            } else if (collected.size() == 1) {
                long collection = collections;
                timers.after(rules.feedbackPause(), () -> sealCollection(collection));
            }
        }
    }

    /** The client is gone, and with it all that nobody has received yet. */
    void forget(Identity client) {
        synchronized (lock) {
            collected.removeIf(item -> isOf(client, item));
            batches.removeRecords(item -> isOf(client, item));
        }
    }

    private static boolean isOf(Identity client, FeedbackRecord item) {
        return item.target().equals(client.id()) && item.generationId().equals(client.generationId());
    }

    private void sealCollection(long collection) {
        synchronized (lock) {
            if (collections == collection && !collected.isEmpty()) {
                seal();
            }
        }
    }

    private void seal() {
        collections++;
        List<FeedbackRecord> records = collected;
        collected = new ArrayList<>();
        batches.add(clock.instant(), records);
    }

    private void announce() {
        receivers.forEach(FeedbackReceiver::announce);
    }
}
