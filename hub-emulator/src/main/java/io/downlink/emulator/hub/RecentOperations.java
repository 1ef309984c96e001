package io.downlink.emulator.hub;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The last operations of a hub, for whoever wants to see what happens. Each takes the place of the one {@value #KEPT} before
 * it, so adding one costs the same however many there were, and waits for nobody.
 */
public final class RecentOperations {
    /** How many are kept. */
    public static final int KEPT = 200;

    private final Clock clock;
    private final AtomicLong added = new AtomicLong();
    private final AtomicReferenceArray<@Nullable RecentOperation> kept = new AtomicReferenceArray<>(KEPT);

    RecentOperations(Clock clock) {
        this.clock = clock;
    }

    /** Adds one that is over now, as {@link RecentOperation} has it. */
    public void add(String kind, @Nullable String client, String outcome) {
        long number = added.getAndIncrement();
        RecentOperation operation = new RecentOperation(number, clock.instant(), kind, client, outcome);
        kept.accumulateAndGet((int) (number % KEPT), operation, RecentOperations::later); // whoever was faster
    }

    private static RecentOperation later(@Nullable RecentOperation one, RecentOperation other) {
        return one == null || one.number() < other.number() ? other : one;
    }

    /** Those that are kept, the latest first. */
    public List<RecentOperation> latest() {
        List<RecentOperation> latest = new ArrayList<>(KEPT);
        for (int i = 0; i < KEPT; i++) {
            RecentOperation operation = kept.getAcquire(i);
            if (operation != null) {
                latest.add(operation);
            }
        }
        latest.sort(Comparator.comparingLong(RecentOperation::number).reversed());
        return latest;
    }
}
