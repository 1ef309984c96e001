package io.downlink.emulator.security;

import java.net.URI;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who makes bearer tokens that the hub takes, as the service takes those of Microsoft Entra ID.
 *
 * @param issuer {@code iss} of its tokens
 * @param audience {@code aud} of its tokens
 * @param keys where its keys are, a JSON Web Key Set; null: where its {@code /.well-known/openid-configuration} says
 * @param roles what each role allows that stands in a token's {@code roles}
 * @param rolesOfAll roles of every token; in Azure roles are assigned to a hub and do not stand in tokens
 */
public record TokenIssuer(
        String issuer, String audience, @Nullable URI keys, Map<String, Set<Right>> roles, Set<String> rolesOfAll) {
    /** What the SDKs ask tokens for. */
    public static final String IOT_HUBS = "https://iothubs.azure.net";

    /** The roles of the service. None has {@link Right#SERVICE_CONNECT}: digital twin commands refuse all tokens. */
    public static final Map<String, Set<Right>> IOT_HUB_ROLES = Map.of(
            "IoT Hub Data Contributor", EnumSet.range(Right.REGISTRY_READ, Right.MESSAGES),
            "IoT Hub Data Reader",
                    EnumSet.of(Right.REGISTRY_READ, Right.TWIN_READ, Right.JOB_READ, Right.STATISTICS_READ),
            "IoT Hub Registry Contributor", EnumSet.of(Right.REGISTRY_READ, Right.REGISTRY_WRITE),
            "IoT Hub Twin Contributor", EnumSet.of(Right.TWIN_READ, Right.TWIN_WRITE));

    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException if the issuer is no URL, or a role of all tokens is unknown
     */
    public TokenIssuer {
        if (!issuer.matches("https?://[^/?#\\s]+(/[^?#\\s]*)?")) {
            throw new IllegalArgumentException("an issuer is a URL, such as https://sts.windows.net/TENANT/");
        }
        Map<String, Set<Right>> copies = new LinkedHashMap<>();
        roles.forEach((role, rights) -> copies.put(role, Set.copyOf(rights)));
        roles = Map.copyOf(copies);
        rolesOfAll = Set.copyOf(rolesOfAll);
        for (String role : rolesOfAll) {
            if (!roles.containsKey(role)) {
                throw new IllegalArgumentException("no role '" + role + "'; there are " + roles.keySet());
            }
        }
    }

    /** One whose tokens are for {@link #IOT_HUBS} and have the service's roles. */
    public static TokenIssuer of(String issuer) {
        return new TokenIssuer(issuer, IOT_HUBS, null, IOT_HUB_ROLES, Set.of());
    }

    /** The same with its keys at another place. */
    public TokenIssuer withKeys(URI location) {
        return new TokenIssuer(issuer, audience, location, roles, rolesOfAll);
    }

    /** The same, but every token has these roles besides its own. */
    public TokenIssuer withRolesOfAll(Set<String> names) {
        return new TokenIssuer(issuer, audience, keys, roles, names);
    }

    /** The same with tokens for somebody else. */
    public TokenIssuer withAudience(String other) {
        return new TokenIssuer(issuer, other, keys, roles, rolesOfAll);
    }

    /** The same with other roles. */
    public TokenIssuer withRoles(Map<String, Set<Right>> others) {
        return new TokenIssuer(issuer, audience, keys, others, rolesOfAll);
    }
}
