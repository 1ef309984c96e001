package io.downlink.emulator.security;

import java.time.Instant;
import java.util.Set;

/** What a token allows whose signature was checked, and until when. */
record Permission(Set<Right> rights, Instant expiry) {
    Permission {
        rights = Set.copyOf(rights);
    }

    boolean allows(Right right) {
        return right.in(rights);
    }
}
