package io.downlink.collector.lost;

import io.downlink.collector.lost.Awaited.Message;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * The messages that are awaited. Of one thread, but for its size.
 *
 * <p>Two topics are read, and feedback may be read before the event that the message was sent: it is remembered, the
 * latest {@value #EARLY_MAX} of it, with that of messages which nobody awaits. Where the feedback of a message may have
 * been forgotten, or was never read, the message is {@linkplain #doubts doubted}: nothing can be said of it until the
 * feedback has been read again.
 */
final class Outstanding {
    private static final int EARLY_MAX = 100_000;

    private final int max;
    private final Map<Message, Awaited> byMessage = new HashMap<>();
    private final Map<TopicPartition, NavigableMap<Long, Awaited>> byPlace = new HashMap<>();
    private final SequencedMap<Message, Instant> early = new LinkedHashMap<>();
    private final Set<Message> doubted = new HashSet<>();
    private Instant forgotten = Instant.MIN;
    private volatile int size;

    /** @param max when it is full; what is added nevertheless is kept as well */
    Outstanding(int max) {
        this.max = max;
    }

    void add(Awaited awaited) {
        Instant told = early.remove(awaited.message());
        if (told != null && awaited.mayBeToldAt(told)) {
            return;
        }
        remove(awaited.message()); // the same id once more: the outcome of the later one is awaited
        byMessage.put(awaited.message(), awaited);
        byPlace.computeIfAbsent(awaited.partition(), _ -> new TreeMap<>()).put(awaited.offset(), awaited);
        size = byMessage.size();
        if (awaited.mayBeToldAt(forgotten)) {
            doubted.add(awaited.message());
        }
    }

    /**
     * Its outcome is told.
     *
     * @param at the timestamp of the record that tells it
     */
    void settle(Message message, Instant at) {
        Awaited awaited = byMessage.get(message);
        if (awaited != null && awaited.mayBeToldAt(at)) {
            remove(message);
        } else {
            early.putLast(message, at);
            if (early.size() > EARLY_MAX) {
                forget(early.pollFirstEntry().getValue());
            }
        }
    }

    /** All feedback of that time and later is read from now on, once more where it has been read. */
    void readAgainFrom(Instant time) {
        forgotten = time;
        doubted.clear();
    }

    /** Whether its outcome may have been read before it was awaited, and forgotten. */
    boolean doubts(Awaited awaited) {
        return doubted.contains(awaited.message());
    }

    /** Whether there is any such message. */
    boolean doubtsAny() {
        return !doubted.isEmpty();
    }

    boolean holds(Awaited awaited) {
        return awaited.equals(byMessage.get(awaited.message()));
    }

    /** What was due at that time or before. */
    List<Awaited> dueBy(Instant time) {
        return byMessage.values().stream()
                .filter(awaited -> !awaited.due().isAfter(time))
                .toList();
    }

    /** From when on the outcome of any of them may be told. */
    Optional<Instant> toldFrom() {
        return byMessage.values().stream().map(Awaited::toldFrom).min(Instant::compareTo);
    }

    /** The offset of the oldest message in a partition, or the given one where there is none. */
    long oldest(TopicPartition partition, long otherwise) {
        NavigableMap<Long, Awaited> there = byPlace.get(partition);
        return there == null || there.isEmpty() ? otherwise : there.firstKey();
    }

    boolean full() {
        return size >= max;
    }

    /** May be asked on any thread. */
    int size() {
        return size;
    }

    void clear() {
        byMessage.clear();
        byPlace.clear();
        early.clear();
        doubted.clear();
        forgotten = Instant.MIN;
        size = 0;
    }

    private void forget(Instant at) {
        forgotten = at.isAfter(forgotten) ? at : forgotten;
    }

    private void remove(Message message) {
        Awaited known = byMessage.remove(message);
        if (known == null) {
            return;
        }
        NavigableMap<Long, Awaited> there = byPlace.get(known.partition());
        if (there != null) {
            there.remove(known.offset());
        }
        doubted.remove(message);
        size = byMessage.size();
    }
}
