package io.downlink.gateway.tenure;

import io.downlink.gateway.marks.CommandLog;
import io.downlink.gateway.marks.LogEntry.Reserved;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.CompletableFuture;

/**
 * Up to where commands may be called that leave no mark: the log says so before the first of them is called, many at a
 * time, so that whoever takes over knows which ones nobody can have called.
 *
 * <p>Safe for use by many threads.
 */
final class Reservation {
    /** One entry for so many commands; after a crash as many count as called that were not, at most. */
    private static final long AHEAD = 1_000;

    private CompletableFuture<Void> newest = CompletableFuture.completedFuture(null);
    /** As far as it was asked for. */
    private volatile long below;
    /** As far as the log says so. */
    private volatile long writtenBelow;

    /** @param below what the log says already */
    Reservation(long below) {
        this.below = below;
        this.writtenBelow = below;
    }

    /** What a checkpoint says, which may stand in the log before the entry does that says so. */
    long below() {
        return below;
    }

    /** @return ends when the command may be called; fails where the log does not take it */
    Uni<Void> covering(long offset, CommandLog log) {
        return offset < writtenBelow ? Uni.createFrom().voidItem() : written(offset, log);
    }

    private synchronized Uni<Void> written(long offset, CommandLog log) {
        if (offset >= below) {
            long ahead = offset + AHEAD;
            below = ahead;
            newest = log.append(new Reserved(ahead))
                    .invoke(() -> writtenBelow = ahead)
                    .subscribeAsCompletionStage();
        }
        // A copy: who does not wait any more ends it for himself alone.
        return Uni.createFrom().completionStage(newest.copy());
    }
}
