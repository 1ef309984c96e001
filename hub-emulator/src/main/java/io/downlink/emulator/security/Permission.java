package io.downlink.emulator.security;

import io.downlink.emulator.hub.HubException;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What a token allows whose signature was checked, and until when.
 *
 * @param signer the policy, as it was, whose key signed it; null: an identity provider did
 * @param told whether the log says already that the token has expired: a client that does not see it asks again and again
 */
record Permission(
        Set<Right> rights, Instant expiry, @Nullable SharedAccessPolicy signer, AtomicBoolean told) {
    Permission {
        rights = Set.copyOf(rights);
    }

    static Permission of(SharedAccessPolicy signer, Instant expiry) {
        return new Permission(signer.rights(), expiry, signer, new AtomicBoolean());
    }

    /** Of a token that an identity provider signed. */
    static Permission vouched(Set<Right> rights, Instant expiry) {
        return new Permission(rights, expiry, null, new AtomicBoolean());
    }

    boolean allows(Right right) {
        return right.in(rights);
    }

    /** @throws HubException unauthorized: it has expired */
    void checkExpiry(Clock clock) {
        Expiry.check(expiry, clock, signer == null ? "a bearer" : signer.name(), () -> !told.getAndSet(true));
    }
}
