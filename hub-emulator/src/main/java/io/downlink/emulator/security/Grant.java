package io.downlink.emulator.security;

import io.downlink.emulator.hub.ClientId;
import java.time.Instant;
import java.util.Set;

/**
 * What a credential allows on a connection.
 *
 * @param path below which it allows it, such as {@code /devices/pump-1}; empty: the whole hub
 * @param end when it ends
 */
public record Grant(Set<Right> rights, String path, Instant end) {
    /** Copies. */
    public Grant {
        rights = Set.copyOf(rights);
    }

    /** Whether it allows what services do. */
    public boolean allowsService() {
        return path.isEmpty() && rights.contains(Right.MESSAGES);
    }

    /** Whether it allows to be this device or module; what is for a device is for its modules, too. */
    public boolean allows(ClientId client) {
        return rights.contains(Right.DEVICE_CONNECT)
                && (client.path().equals(path) || client.path().startsWith(path + "/"));
    }

    /** Whether it allows the same as another one, maybe longer. */
    public boolean renews(Grant other) {
        return rights.equals(other.rights) && path.equals(other.path);
    }
}
