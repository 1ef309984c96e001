package io.downlink.gateway.tenure;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How far the partitions of the events reach, as far as this replica knows. */
public final class EventPositions {
    private final Map<Integer, Long> next = new ConcurrentHashMap<>();

    /** Kafka has taken an event. */
    public void appended(int partition, long offset) {
        reached(partition, offset + 1);
    }

    void reached(int partition, long end) {
        next.merge(partition, end, Math::max);
    }

    /** Where the next event stands, or behind it: an event that is written from now on does not stand before. */
    long next(int partition) {
        return next.getOrDefault(partition, 0L);
    }
}
