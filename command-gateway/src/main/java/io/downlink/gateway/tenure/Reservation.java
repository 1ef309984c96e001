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
    /** One commit for so many commands; after a crash as many count as called that were not, at most. */
    private static final long AHEAD = 1_000;

    private CompletableFuture<Void> newest = CompletableFuture.completedFuture(null);
    /** As far as it was asked for. */
    private volatile long below;
    /** As far as it is committed. */
    private volatile long committedBelow;

    /** @param below what the log says already */
    Reservation(long below) {
        this.below = below;
        this.committedBelow = below;
    }

    /** What a checkpoint says, which may stand in the log before the entry does that says so. */
    long below() {
        return below;
    }

    /** @return ends when the command may be called; fails where that cannot be committed */
    Uni<Void> covering(long offset, CommandLog log) {
        return offset < committedBelow ? Uni.createFrom().voidItem() : committed(offset, log);
    }

    private synchronized Uni<Void> committed(long offset, CommandLog log) {
        if (offset >= below) {
            long ahead = offset + AHEAD;
            below = ahead;
            newest = log.append(new Reserved(ahead))
                    .invoke(() -> committedBelow = ahead)
                    .subscribeAsCompletionStage();
        }
        // A copy: who does not wait any more ends it for himself alone.
        return Uni.createFrom().completionStage(newest.copy());
    }
}
