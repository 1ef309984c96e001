package io.downlink.gateway.repeats;

/**
 * Numbers by hashes: open addressing in one array, 16 bytes for a slot. Between half and three quarters of the slots are
 * taken, so a number costs 22 to 32 bytes, and 48 while the array grows.
 *
 * <p>Not safe for use by many threads.
 */
final class Slice {
    /** Found where nothing is. */
    static final long NONE = -1;

    private static final int CAPACITY_FIRST = 16;
    private static final long FREE = 0;

    /** For each slot the hash, and the number's complement, which is never {@link #FREE}. */
    private long[] slots = new long[2 * CAPACITY_FIRST];

    private int size;

    /** @return {@link #NONE} where the hash is not known */
    long find(long hash) {
        int slot = slotOf(hash, slots);
        return slots[slot + 1] == FREE ? NONE : ~slots[slot + 1];
    }

    /** @param number 0 or more; takes the place of what the hash had before */
    void put(long hash, long number) {
        int slot = slotOf(hash, slots);
        if (slots[slot + 1] == FREE) {
            if (4L * (size + 1) > 3L * (slots.length / 2)) {
                grow();
                slot = slotOf(hash, slots);
            }
            size++;
        }
        slots[slot] = hash;
        slots[slot + 1] = ~number;
    }

    int size() {
        return size;
    }

    /** What its array takes. */
    long bytes() {
        return (long) Long.BYTES * slots.length;
    }

    private void grow() {
        long[] larger = new long[2 * Math.multiplyExact(slots.length / 4, 3)];
        for (int slot = 0; slot < slots.length; slot += 2) {
            if (slots[slot + 1] != FREE) {
                int to = slotOf(slots[slot], larger);
                larger[to] = slots[slot];
                larger[to + 1] = slots[slot + 1];
            }
        }
        slots = larger;
    }

    /** Where the hash is, or would be. */
    private static int slotOf(long hash, long[] slots) {
        int slot = 2 * (int) Math.unsignedMultiplyHigh(hash, slots.length / 2);
        while (slots[slot + 1] != FREE && slots[slot] != hash) {
            slot = slot + 2 == slots.length ? 0 : slot + 2;
        }
        return slot;
    }
}
