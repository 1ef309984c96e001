package io.downlink.emulator.security;

import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.hub.SymmetricKeys;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decides whether a token allows an operation: one of a shared access policy, or one of the configured issuer. */
public final class ServiceAuthorizer {
    /** The Java SDK makes a token for each request, with a text that changes every second. */
    private static final int REMEMBERED_MAX = 1_000;

    private static final String BEARER = "Bearer ";

    private final HostNames hostNames;
    private final Map<String, SharedAccessPolicy> policies;
    private final Clock clock;
    private final @Nullable BearerTokens bearerTokens;
    private final Map<String, Permission> remembered = new ConcurrentHashMap<>();

    /**
     * Authorizes for one hub.
     *
     * @param hostNames tokens are made for one of them
     */
    public ServiceAuthorizer(
            HostNames hostNames, Collection<SharedAccessPolicy> policies, AccessRules rules, Clock clock) {
        this.hostNames = hostNames;
        this.policies =
                policies.stream().collect(Collectors.toConcurrentMap(SharedAccessPolicy::name, Function.identity()));
        this.bearerTokens = rules.issuer() == null ? null : new BearerTokens(rules.issuer(), clock);
        this.clock = clock;
    }

    /** What services may call the hub by. */
    public HostNames hostNames() {
        return hostNames;
    }

    /** @throws IllegalArgumentException if there is no such policy */
    public SharedAccessPolicy policy(String name) {
        SharedAccessPolicy policy = policies.get(name);
        if (policy == null) {
            throw new IllegalArgumentException("no policy " + name);
        }
        return policy;
    }

    /**
     * Gives a policy other keys: what was signed with its earlier ones is refused from now on.
     *
     * @throws IllegalArgumentException if there is no such policy
     */
    public void regenerate(String name, SymmetricKeys keys) {
        policies.put(name, new SharedAccessPolicy(name, keys, policy(name).rights()));
        remembered.clear();
    }

    /** Whether to judge a token may mean to wait for the issuer's keys, so that it must not happen on an event loop. */
    public boolean mayWait(@Nullable String token) {
        return bearerTokens != null && token != null && isBearer(token) && !remembered.containsKey(token);
    }

    /**
     * Lets an operation pass; may wait, see {@link #mayWait}.
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
        Permission permission = remembered.get(token);
        if (permission == null || !isInForce(permission.signer())) {
            permission = isBearer(token) ? verifyBearer(token.substring(BEARER.length())) : verify(token);
            if (remembered.size() >= REMEMBERED_MAX) {
                remembered.clear();
            }
            remembered.put(token, permission);
        }
        permission.checkExpiry(clock);
        if (!permission.allows(right)) {
            throw HubException.unauthorized();
        }
        return permission.expiry();
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

    private Permission verify(String text) {
        SasToken token = SasToken.parse(text);
        return Permission.of(policyOf(token, ""), token.expiry());
    }

    /** A token that is remembered a moment after the keys were regenerated must not outlive its own. */
    private boolean isInForce(@Nullable SharedAccessPolicy signer) {
        return signer == null || signer.equals(policies.get(signer.name()));
    }

    private Permission verifyBearer(String token) {
        if (bearerTokens == null) {
            throw HubException.unauthorized();
        }
        return bearerTokens.verify(token);
    }

    /** Whether an identity provider vouches for the client; otherwise a key of the hub does. */
    public static boolean isBearer(String token) {
        return token.regionMatches(true, 0, BEARER, 0, BEARER.length()); // RFC 7235: whatever its case
    }
}
