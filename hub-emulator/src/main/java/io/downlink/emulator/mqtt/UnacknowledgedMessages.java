package io.downlink.emulator.mqtt;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which lock of the hub each packet id stands for, until the device acknowledges it. One event loop uses it. */
final class UnacknowledgedMessages {
    private static final int PACKET_ID_MAX = 0xFFFF;

    private final Map<Integer, Long> locks = new HashMap<>();
    private int lastPacketId;

    /** A packet id that is not in use; the hub's limit of messages on their way is far below the number of ids. */
    int add(long lock) {
        do {
            lastPacketId = lastPacketId == PACKET_ID_MAX ? 1 : lastPacketId + 1;
        } while (locks.containsKey(lastPacketId));
        locks.put(lastPacketId, lock);
        return lastPacketId;
    }

    /** The lock of an acknowledged packet; null: there is no such packet. */
    @Nullable
    Long remove(int packetId) {
        return locks.remove(packetId);
    }
}
