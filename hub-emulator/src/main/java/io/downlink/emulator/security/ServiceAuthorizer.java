package io.downlink.emulator.security;

import io.downlink.emulator.hub.HubException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decides whether a token of a shared access policy allows an operation. */
public final class ServiceAuthorizer {
    /** The Java SDK makes a token for each request, with a text that changes every second. */
    private static final int REMEMBERED_MAX = 1_000;

    private final HostNames hostNames;
    private final Map<String, SharedAccessPolicy> policies;
    private final Clock clock;
    private final Map<String, Verified> remembered = new ConcurrentHashMap<>();

    /**
     * Authorizes for one hub.
     *
     * @param hostNames tokens are made for one of them
     */
    public ServiceAuthorizer(HostNames hostNames, Collection<SharedAccessPolicy> policies, Clock clock) {
        this.hostNames = hostNames;
        this.policies =
                policies.stream().collect(Collectors.toUnmodifiableMap(SharedAccessPolicy::name, Function.identity()));
        this.clock = clock;
    }

    /**
     * Lets an operation pass.
     *
     * @param token the value of the header {@code Authorization}; null: there was none
     * @return when the token expires
     * @throws HubException unauthorized: no, another or an expired token, a wrong key, another hub, or a policy without
     *     the right
     */
    public Instant authorize(@Nullable String token, Right right) {
        if (token == null) {
            throw HubException.unauthorized();
        }
        Verified verified = remembered.get(token);
        if (verified == null) {
            verified = verify(token);
            if (remembered.size() >= REMEMBERED_MAX) {
                remembered.clear();
            }
            remembered.put(token, verified);
        }
        if (!verified.expiry().isAfter(clock.instant()) || !verified.policy().allows(right)) {
            throw HubException.unauthorized();
        }
        return verified.expiry();
    }

    /**
     * Finds the policy that a token names and that signed it, for the hub or for a resource of it.
     *
     * @param path of the resource; empty: the whole hub
     */
    SharedAccessPolicy policyOf(SasToken token, String path) {
        SharedAccessPolicy policy = token.policy() == null ? null : policies.get(token.policy());
        if (policy == null || !hostNames.coveredBy(token, path) || !token.signedWith(policy.keys())) {
            throw HubException.unauthorized();
        }
        return policy;
    }

    private Verified verify(String text) {
        SasToken token = SasToken.parse(text);
        return new Verified(policyOf(token, ""), token.expiry());
    }

    private record Verified(SharedAccessPolicy policy, Instant expiry) {}
}
