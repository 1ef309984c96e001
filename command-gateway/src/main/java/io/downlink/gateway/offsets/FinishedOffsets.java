package io.downlink.gateway.offsets;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which offsets of one partition are finished, kept as ranges: memory follows the gaps between them, not their number.
 *
 * <p>Not safe for use by many threads.
 */
public final class FinishedOffsets {
    /** Ranges above the position, by where they begin; the value is the offset behind. No two of them touch. */
    private final TreeMap<Long, Long> above = new TreeMap<>();

    private long position;
    private long latestArrived = -1;

    /** @param position everything below it is finished */
    public FinishedOffsets(long position) {
        this(position, List.of());
    }

    /** @param above what is finished besides */
    public FinishedOffsets(long position, Collection<OffsetRange> above) {
        this.position = position;
        above.forEach(this::add);
    }

    /**
     * A record has come from Kafka. Offsets between it and the one before will never come, so they count as finished:
     * Kafka leaves some out for its own marks, and where records are too old to be kept.
     *
     * @throws IllegalArgumentException unless it stands behind the one before
     */
    public void arrive(long offset) {
        if (offset <= latestArrived) {
            throw new IllegalArgumentException("offset %d came after %d".formatted(offset, latestArrived));
        }
        long expected = Math.max(position, latestArrived + 1);
        if (offset > expected) {
            add(new OffsetRange(expected, offset));
        }
        latestArrived = offset;
    }

    public void finish(long offset) {
        add(new OffsetRange(offset, offset + 1));
    }

    public boolean contains(long offset) {
        if (offset < position) {
            return true;
        }
        Map.Entry<Long, Long> nearest = above.floorEntry(offset);
        return nearest != null && offset < nearest.getValue();
    }

    /** Everything below it is finished, and it is not: what Kafka is told. */
    public long position() {
        return position;
    }

    /** What is finished above the position, in order. */
    public List<OffsetRange> above() {
        return above.entrySet().stream()
                .map(range -> new OffsetRange(range.getKey(), range.getValue()))
                .toList();
    }

    private void add(OffsetRange range) {
        long from = Math.max(range.from(), position);
        long end = range.end();
        Map.Entry<Long, Long> near = above.floorEntry(end); // the last one that begins within or right behind it
        while (near != null && near.getValue() >= from) {
            from = Math.min(from, near.getKey());
            end = Math.max(end, near.getValue());
            above.remove(near.getKey());
            near = above.floorEntry(end);
        }
        if (from > position) {
            above.put(from, end);
        } else {
            position = Math.max(position, end);
        }
    }
}
