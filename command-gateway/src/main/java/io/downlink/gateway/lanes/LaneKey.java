package io.downlink.gateway.lanes;

import io.downlink.contracts.commands.CommandId;
import io.downlink.contracts.commands.CommandId.Lane;

/**
 * A lane as a number, which is small enough to be kept for a million parked commands. Two lanes that share one wait for
 * each other, and nothing worse.
 *
 * <p>It stands in the command log, so it stays what it is from version to version.
 */
public final class LaneKey {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    /** In no id. */
    private static final char BETWEEN = '\n';

    private LaneKey() {}

    /** @see <a href="https://www.rfc-editor.org/rfc/rfc9923">FNV-1a</a>, over the characters instead of bytes */
    public static long of(Lane lane) {
        long hash = add(FNV_OFFSET, lane.hub());
        hash = add(add(hash, BETWEEN), lane.deviceId());
        String moduleId = lane.moduleId();
        return moduleId == null ? hash : add(add(hash, BETWEEN), moduleId);
    }

    /** Of a command: two that share one are decided one after the other, and nothing worse. */
    public static long of(CommandId id) {
        return add(add(of(id.lane()), BETWEEN), id.commandId());
    }

    private static long add(long hash, String text) {
        long sum = hash;
        for (int i = 0; i < text.length(); i++) {
            sum = add(sum, text.charAt(i));
        }
        return sum;
    }

    private static long add(long hash, char character) {
        return (hash ^ character) * FNV_PRIME;
    }
}
