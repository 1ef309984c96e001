package io.downlink.gateway.lease;

import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Which partitions of the events Kafka takes records for. While it does not, what comes of a call could not be told, so
 * none starts.
 *
 * <p>Kafka acknowledges a partition's records in the order in which they were written: the oldest open one tells. A record
 * is open until Kafka has it, however often it is written. Safe for use by many threads.
 */
public final class EventWrites {
    private static final Logger LOGGER = Logger.getLogger(EventWrites.class);

    /** Longer than a partition takes to move from one broker to another, and shorter than people wait for a command. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Clock clock;
    private final ConcurrentHashMap<Integer, Queue<Instant>> open = new ConcurrentHashMap<>();
    /** Null where the last try was not refused. */
    private final AtomicReference<@Nullable Refused> refused = new AtomicReference<>();

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
                refused.set(null);
            });
        });
    }

    /** Watches one try of a write: whether it is refused, which is more than not being taken yet. */
    public <T> Uni<T> tried(Uni<T> oneTry) {
        return oneTry.onFailure().invoke(this::refused);
    }

    private void refused(Throwable failure) {
        Instant now = clock.instant();
        Refused before = refused.getAndUpdate(
                known -> known == null ? new Refused(now, now, failure) : known.again(now, failure));
        if (isForbidden(failure) && (before == null || !before.isForbidden())) {
            LOGGER.errorf("Kafka forbids to write events, no call starts until it allows it reason=%s", failure);
        }
    }

    /** What has become of every try for a while; empty where the last one was not refused, and while Kafka does not answer. */
    public Optional<Refusal> refusal() {
        Refused now = refused.get();
        return now == null ? Optional.empty() : Optional.of(now.until(clock.instant()));
    }

    /** Whether no write to the partition has been on its way for long. */
    boolean taken(int partition) {
        Queue<Instant> begun = open.get(partition);
        Instant oldest = begun == null ? null : begun.peek();
        return oldest == null || oldest.plus(PATIENCE).isAfter(clock.instant());
    }

    /**
     * Whether Kafka refuses a topic to this principal, which is changed at Kafka; the producer gets over that by itself. Not
     * so where a producer in a state of no return has this as its cause, nor with any other right that is missing.
     */
    private static boolean isForbidden(Throwable failure) {
        return failure instanceof TopicAuthorizationException;
    }

    /**
     * Every try since then was refused.
     *
     * @param sinceThus either as forbidden, or not
     */
    private record Refused(Instant since, Instant sinceThus, Throwable last) {
        Refused again(Instant now, Throwable failure) {
            boolean same = EventWrites.isForbidden(failure) == isForbidden();
            return new Refused(since, same ? sinceThus : now, failure);
        }

        boolean isForbidden() {
            return EventWrites.isForbidden(last);
        }

        Refusal until(Instant now) {
            Duration curable = isForbidden() ? Duration.ZERO : Duration.between(sinceThus, now);
            return new Refusal(Duration.between(since, now), curable, last);
        }
    }
}
