package io.downlink.collector;

import io.downlink.hub.FeedbackBatch;
import io.downlink.hub.FeedbackRecord;
import io.downlink.hub.HubException;
import io.downlink.hub.HubFailure;
import io.downlink.hub.HubFeedback;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A hub's queue of feedback: its first batch goes to the one receiver until it is completed. Writes a diary. */
final class FakeHubFeedback implements HubFeedback {
    final List<String> diary = new CopyOnWriteArrayList<>();

    private final Deque<Batch> queue = new ArrayDeque<>();
    private final Deque<RuntimeException> failures = new ArrayDeque<>();
    private @Nullable MultiEmitter<? super FeedbackBatch> receiver;
    private boolean late;
    private boolean mute;
    private boolean deaf;

    synchronized FakeHubFeedback queue(FeedbackRecord... records) {
        Batch batch = new Batch(List.of(records));
        queue.add(batch);
        if (queue.size() == 1) {
            deliver();
        }
        return this;
    }

    /** The next receivers cannot be opened, one for each. */
    synchronized FakeHubFeedback refuse(RuntimeException... reasons) {
        failures.addAll(List.of(reasons));
        return this;
    }

    synchronized FakeHubFeedback refuse(HubFailure reason) {
        return refuse(new HubException(reason, null));
    }

    /** From now on everybody who completes a batch is too late, and it comes again. */
    synchronized void letAllBeLate(boolean all) {
        late = all;
    }

    /** The connection breaks. */
    synchronized void lose(HubFailure reason) {
        MultiEmitter<? super FeedbackBatch> lost = receiver;
        if (lost != null) {
            receiver = null;
            diary.add("lost");
            lost.fail(new HubException(reason, null));
        }
    }

    /** The next receiver stands, and gets nothing. */
    synchronized void muteTheNext() {
        mute = true;
    }

    synchronized boolean connected() {
        return receiver != null;
    }

    synchronized int queued() {
        return queue.size();
    }

    @Override
    public Multi<FeedbackBatch> feedback(Runnable opened) {
        return Multi.createFrom().<FeedbackBatch>emitter(emitter -> open(emitter, opened));
    }

    @Override
    public synchronized void close() {
        diary.add("client closed");
    }

    private synchronized void open(MultiEmitter<? super FeedbackBatch> emitter, Runnable opened) {
        RuntimeException failure = failures.poll();
        if (failure != null) {
            diary.add("refused");
            emitter.fail(failure);
            return;
        }
        diary.add("opened");
        receiver = emitter;
        deaf = mute;
        mute = false;
        opened.run();
        emitter.onTermination(() -> closed(emitter));
        deliver();
    }

    private synchronized void closed(MultiEmitter<? super FeedbackBatch> emitter) {
        if (emitter.equals(receiver)) {
            receiver = null;
            diary.add("closed");
        }
    }

    private void deliver() {
        MultiEmitter<? super FeedbackBatch> open = receiver;
        Batch first = queue.peek();
        if (open != null && !deaf && first != null) {
            diary.add("delivered");
            open.emit(first);
        }
    }

    private synchronized boolean settle(Batch batch, String how, boolean done) {
        diary.add(how);
        if (done) {
            queue.remove(batch);
        }
        deliver();
        return done;
    }

    private final class Batch implements FeedbackBatch {
        private final List<FeedbackRecord> records;

        private Batch(List<FeedbackRecord> records) {
            this.records = records;
        }

        @Override
        public List<FeedbackRecord> records() {
            return records;
        }

        @Override
        public boolean complete() {
            return late ? settle(this, "completed late", false) : settle(this, "completed", true);
        }

        @Override
        public void abandon() {
            settle(this, "abandoned", false);
        }
    }
}
