package io.downlink.gateway.lease;

import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Which partitions of the events Kafka takes records for. While it does not, what comes of a call could not be told, so
 * none starts.
 *
 * <p>Kafka acknowledges a partition's records in the order in which they were written: the oldest open one tells. A record
 * is open until Kafka has it, however often it is written. Safe for use by many threads.
 */
public final class EventWrites {
    /** Longer than a partition takes to move from one broker to another, and shorter than people wait for a command. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Clock clock;
    private final ConcurrentHashMap<Integer, Queue<Instant>> open = new ConcurrentHashMap<>();
    /** Since when every try was refused; null where the last one was not. */
    private final AtomicReference<@Nullable Instant> refusedSince = new AtomicReference<>();

    public EventWrites(Clock clock) {
        this.clock = clock;
    }

    /** Watches a write to a partition, from its first try until it is done with. */
    public <T> Uni<T> watched(int partition, Uni<T> write) {
        return Uni.createFrom().deferred(() -> {
            Queue<Instant> begun = open.computeIfAbsent(partition, _ -> new ConcurrentLinkedQueue<>());
            begun.add(clock.instant());
            return write.onTermination().invoke(() -> {
                var _ = begun.poll();
                refusedSince.set(null);
            });
        });
    }

    /** Watches one try of a write: whether it is refused, which is more than not being taken yet. */
    public <T> Uni<T> tried(Uni<T> oneTry) {
        return oneTry.onFailure().invoke(() -> refusedSince.compareAndSet(null, clock.instant()));
    }

    /** For how long every try has been refused; zero where the last one was not, and while Kafka does not answer. */
    public Duration refused() {
        Instant since = refusedSince.get();
        return since == null ? Duration.ZERO : Duration.between(since, clock.instant());
    }

    /** Whether no write to the partition has been on its way for long. */
    boolean taken(int partition) {
        Queue<Instant> begun = open.get(partition);
        Instant oldest = begun == null ? null : begun.peek();
        return oldest == null || oldest.plus(PATIENCE).isAfter(clock.instant());
    }
}
