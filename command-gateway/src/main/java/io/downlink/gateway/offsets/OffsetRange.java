package io.downlink.gateway.offsets;

/**
 * Offsets that follow each other.
 *
 * @param from the first one
 * @param end the one behind the last one
 */
public record OffsetRange(long from, long end) {
    public OffsetRange {
        if (from >= end) {
            throw new IllegalArgumentException("empty range: from %d to %d".formatted(from, end));
        }
    }
}
