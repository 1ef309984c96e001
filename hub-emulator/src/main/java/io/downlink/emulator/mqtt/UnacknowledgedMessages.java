package io.downlink.emulator.mqtt;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Which lock of the hub each packet id stands for, until the device acknowledges it. One event loop uses it. */
final class UnacknowledgedMessages {
    /**
     * Far more than the messages that can be on their way to a device. A device that acknowledges nothing gets each of them
     * again and again, and what it was sent first is forgotten: its lock has run out long ago.
     */
    static final int KEPT_MAX = 1_000;

    private static final int PACKET_ID_MAX = 0xFFFF;

    private final SequencedMap<Integer, Long> locks = new LinkedHashMap<>();
    private int lastPacketId;

    /** A packet id that is not in use. */
    int add(long lock) {
        do {
            lastPacketId = lastPacketId == PACKET_ID_MAX ? 1 : lastPacketId + 1;
        } while (locks.containsKey(lastPacketId));
        locks.put(lastPacketId, lock);
        if (locks.size() > KEPT_MAX) {
            locks.pollFirstEntry();
        }
        return lastPacketId;
    }

    /** The lock of an acknowledged packet; null: there is no such packet, or not any more. */
    @Nullable
    Long remove(int packetId) {
        return locks.remove(packetId);
    }
}
