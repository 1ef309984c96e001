package io.downlink.hub;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A batch and its one settlement: what the hub is told is what its holder was told. */
final class DeliveredBatch implements FeedbackBatch {
    private final List<FeedbackRecord> records;
    private final CompletableFuture<Boolean> completed = new CompletableFuture<>();

    DeliveredBatch(List<FeedbackRecord> records) {
        this.records = List.copyOf(records);
    }

    @Override
    public List<FeedbackRecord> records() {
        return records;
    }

    @Override
    public boolean complete() {
        return settle(true);
    }

    @Override
    public void abandon() {
        settle(false);
    }

    /** Blocks until it is settled; after so long it is abandoned. */
    boolean awaitCompletion(Duration patience) {
        try {
            return completed.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            return settle(false);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return settle(false);
        } catch (ExecutionException e) {
            throw new IllegalStateException("nothing fails it", e);
        }
    }

    /** The first word counts. */
    private boolean settle(boolean complete) {
        completed.complete(complete);
        return completed.join();
    }
}
