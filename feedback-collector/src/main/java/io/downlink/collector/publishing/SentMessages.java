package io.downlink.collector.publishing;

import io.downlink.contracts.feedback.Origin;
import org.jspecify.annotations.Nullable;

/**
 * The latest messages that one hub took from commands, by the events that say so. In the worst case, by chance, it takes
 * another message for a command's. May be called from any thread.
 */
final class SentMessages {
    static final int KEPT = 100_000;

    private final LatestIds latest = new LatestIds(KEPT);

    void add(String deviceId, String messageId) {
        latest.add(deviceId, messageId);
    }

    /** Whose message it is, as far as it is known now. */
    Origin origin(String deviceId, @Nullable String messageId) {
        if (messageId == null) {
            return Origin.NO_ID;
        }
        return latest.contains(deviceId, messageId) ? Origin.COMMAND : Origin.UNKNOWN_ID;
    }
}
