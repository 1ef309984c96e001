package io.downlink.collector.publishing;

import java.util.Arrays;

/**
 * The latest of many ids: as many as are to be kept for certain, and at most twice as many. May be called from any thread.
 *
 * <p>Of each there are 64 bits, in 20 to 50 bytes of memory that is taken at once. Two ids may share them: one of them is
 * known then that never came, once in a hundred million million where 100,000 are kept.
 */
final class LatestIds {
    // FNV-1a, see RFC 9923, over the characters.
    private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    /** Stands behind each part. It is no character of any id. */
    private static final char END = '\uffff';

    private static final long FREE = 0;

    private final int kept;
    private long[] younger; // open addressing, at most two thirds full
    private long[] older;
    private int added; // to the younger

    LatestIds(int kept) {
        this.kept = kept;
        this.younger = new long[Integer.highestOneBit(kept * 3)];
        this.older = new long[younger.length];
    }

    /**
     * Makes it one of the latest, also where it is known.
     *
     * @param parts of which the id is made
     * @return whether it is new
     */
    synchronized boolean add(String... parts) {
        long bits = bits(parts);
        int slot = slot(younger, bits);
        if (younger[slot] == bits) {
            return false;
        }
        boolean known = isIn(older, bits);
        younger[slot] = bits;
        added++;
        if (added == kept) {
            turn();
        }
        return !known;
    }

    synchronized boolean contains(String... parts) {
        long bits = bits(parts);
        return isIn(younger, bits) || isIn(older, bits);
    }

    private void turn() {
        long[] emptied = older;
        Arrays.fill(emptied, FREE);
        older = younger;
        younger = emptied;
        added = 0;
    }

    private static boolean isIn(long[] some, long bits) {
        return some[slot(some, bits)] == bits;
    }

    /** Where it is, or could be put. */
    private static int slot(long[] some, long bits) {
        int mask = some.length - 1;
        int slot = (int) (bits ^ bits >>> 32) & mask;
        while (some[slot] != bits && some[slot] != FREE) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private static long bits(String... parts) {
        long bits = OFFSET_BASIS;
        for (String part : parts) {
            for (int i = 0; i < part.length(); i++) {
                bits = (bits ^ part.charAt(i)) * PRIME;
            }
            bits = (bits ^ END) * PRIME;
        }
        return bits == FREE ? 1 : bits;
    }
}
