package io.downlink.emulator.security;

import io.downlink.emulator.hub.SymmetricKeys;
import java.util.Set;

/** A name with keys and rights; a token signed with one of the keys has these rights. */
public record SharedAccessPolicy(String name, SymmetricKeys keys, Set<Right> rights) {
    public SharedAccessPolicy {
        rights = Set.copyOf(rights);
    }

    boolean allows(Right right) {
        return right.in(rights);
    }
}
