package io.downlink.hub;

import io.downlink.hub.HubFailure.ConnectionLost;
import io.downlink.hub.HubFailure.Evidence;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber and its receiver, on a virtual thread from the opening to the end: all that the subscriber hears comes
 * on this one.
 *
 * <p>The SDK's thread leaves a batch here and waits for its settlement. While the subscriber has asked for none the
 * batch stays, and is abandoned when its time is over.
 */
final class FeedbackSubscription implements Flow.Subscription, FeedbackReceiver.Listener, Runnable {
    /**
     * A batch that is given back comes again at once, and is dropped for good after ten times: a receiver on its way
     * out gives it back slowly, so that it is closed first.
     */
    private static final Duration BEFORE_GIVING_BACK = Duration.ofMillis(500);

    private final Flow.Subscriber<? super FeedbackBatch> subscriber;
    private final FeedbackReceiver receiver;
    private final FeedbackTimeouts timeouts;
    private final Runnable opened;
    private final Consumer<FeedbackSubscription> ended;
    private final CountDownLatch closed = new CountDownLatch(1);

    // guarded by this
    private long demand;
    private @Nullable DeliveredBatch waiting;
    private @Nullable DeliveredBatch handedOver;
    private boolean ending;
    private @Nullable Throwable failure;

    /**
     * @param receiver makes one that tells its listener
     * @param opened told when the receiver stands
     * @param ended told last of all
     */
    FeedbackSubscription(
            Flow.Subscriber<? super FeedbackBatch> subscriber,
            Function<FeedbackReceiver.Listener, FeedbackReceiver> receiver,
            FeedbackTimeouts timeouts,
            Runnable opened,
            Consumer<FeedbackSubscription> ended) {
        this.subscriber = subscriber;
        this.receiver = receiver.apply(this);
        this.timeouts = timeouts;
        this.opened = opened;
        this.ended = ended;
    }

    @Override
    public synchronized void request(long batches) {
        if (batches <= 0) {
            end(new IllegalArgumentException("asked for " + batches + " batches: ask for one or more"));
        } else {
            demand = demand + batches < 0 ? Long.MAX_VALUE : demand + batches;
            notifyAll();
        }
    }

    @Override
    public void cancel() {
        end(null);
    }

    @Override
    public void lost(HubFailure why) {
        end(new HubException(why, null));
    }

    /** Ends it soon, from whatever thread; the first reason counts. Null: the subscriber wants to hear no more. */
    synchronized void end(@Nullable Throwable why) {
        if (!ending) {
            ending = true;
            failure = why;
            abandon(waiting);
            abandon(handedOver);
            notifyAll();
        }
    }

    @Override
    public boolean received(List<FeedbackRecord> records) {
        DeliveredBatch batch = new DeliveredBatch(records);
        offer(batch);
        boolean completed = batch.awaitCompletion(timeouts.settle());
        if (!completed && withdraw(batch)) {
            awaitClosing();
        }
        return completed;
    }

    @Override
    public void run() {
        try {
            receive();
        } catch (HubException notOpened) {
            end(notOpened);
        } catch (InterruptedException _) {
            end(null); // nobody interrupts this thread
        } catch (Throwable defect) { // whoever hears nothing of it would wait for ever
            end(FailureTable.exception(defect));
        } finally {
            receiver.close();
            closed.countDown();
            ended.accept(this);
        }
        Throwable why = reason();
        if (why != null) {
            subscriber.onError(why);
        }
    }

    private void receive() throws InterruptedException {
        if (!ending()) {
            receiver.open();
            opened.run();
        }
        for (DeliveredBatch batch = next(); batch != null; batch = next()) {
            subscriber.onNext(batch);
        }
    }

    private synchronized @Nullable DeliveredBatch next() throws InterruptedException {
        while (!ending) {
            DeliveredBatch batch = waiting;
            if (batch != null && demand > 0) {
                demand--;
                waiting = null;
                handedOver = batch;
                return batch;
            }
            wait(timeouts.check().toMillis());
            if (!ending && receiver.lost()) {
                lost(new ConnectionLost(new Evidence("the connection for feedback is no longer open", null, null)));
            }
        }
        return null;
    }

    private synchronized void offer(DeliveredBatch batch) {
        if (ending) {
            batch.abandon();
        } else {
            waiting = batch;
            notifyAll();
        }
    }

    /** @return whether the receiver is on its way out */
    private synchronized boolean withdraw(DeliveredBatch batch) {
        if (batch.equals(waiting)) {
            waiting = null;
        }
        return ending;
    }

    private void awaitClosing() {
        try {
            boolean _ = closed.await(BEFORE_GIVING_BACK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean ending() {
        return ending;
    }

    private synchronized @Nullable Throwable reason() {
        return failure;
    }

    private static void abandon(@Nullable DeliveredBatch batch) {
        if (batch != null) {
            batch.abandon();
        }
    }
}
