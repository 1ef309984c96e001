package io.downlink.gateway.lease;

import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Which partitions of the events Kafka takes records for. While it does not, what comes of a call could not be told, so
 * none starts.
 *
 * <p>Kafka acknowledges a partition's records in the order in which they were written: the oldest open one tells. Safe for
 * use by many threads.
 */
public final class EventWrites {
    /** Longer than a partition takes to move from one broker to another, and shorter than people wait for a command. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Clock clock;
    private final ConcurrentHashMap<Integer, Queue<Instant>> open = new ConcurrentHashMap<>();

    public EventWrites(Clock clock) {
        this.clock = clock;
    }

    /** Watches a write to a partition. */
    public <T> Uni<T> watched(int partition, Uni<T> write) {
        return Uni.createFrom().deferred(() -> {
            Queue<Instant> begun = open.computeIfAbsent(partition, _ -> new ConcurrentLinkedQueue<>());
            begun.add(clock.instant());
            return write.onTermination().invoke(() -> {
                var _ = begun.poll();
            });
        });
    }

    /** Whether no write to the partition has been on its way for long. */
    boolean taken(int partition) {
        Queue<Instant> begun = open.get(partition);
        Instant oldest = begun == null ? null : begun.peek();
        return oldest == null || oldest.plus(PATIENCE).isAfter(clock.instant());
    }
}
