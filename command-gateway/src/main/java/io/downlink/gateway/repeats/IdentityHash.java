package io.downlink.gateway.repeats;

import io.downlink.contracts.commands.CommandId;

/**
 * The 64 bits under which a command is remembered. Two commands may share them; nothing is decided before the event
 * itself was read. They are kept in memory only, so another version may make others.
 */
final class IdentityHash {
    // FNV-1a, see RFC 9923, over the characters.
    private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    /** Stands behind each part. It is no character of any id. */
    private static final char END = '\uffff';

    private IdentityHash() {}

    static long of(CommandId id) {
        long hash = OFFSET_BASIS;
        hash = add(hash, id.hub());
        hash = add(hash, id.deviceId());
        hash = add(hash, id.moduleId() == null ? "" : id.moduleId());
        hash = add(hash, id.commandId());
        return mixed(hash);
    }

    private static long add(long hash, String part) {
        long added = hash;
        for (int i = 0; i < part.length(); i++) {
            added = (added ^ part.charAt(i)) * PRIME;
        }
        return (added ^ END) * PRIME;
    }

    /** So that every bit depends on all of them: the finalizer of MurmurHash3. */
    private static long mixed(long hash) {
        long mixed = hash;
        mixed = (mixed ^ mixed >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }
}
