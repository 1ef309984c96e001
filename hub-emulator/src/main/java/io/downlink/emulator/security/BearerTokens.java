package io.downlink.emulator.security;

import io.downlink.emulator.hub.HubException;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;

/** Decides what a bearer token of the configured issuer allows. */
final class BearerTokens {
    private static final Logger LOGGER = Logger.getLogger(BearerTokens.class);

    private final TokenIssuer issuer;
    private final IssuerKeys keys;
    private final Clock clock;

    BearerTokens(TokenIssuer issuer, Clock clock) {
        this.issuer = issuer;
        this.keys = new IssuerKeys(issuer);
        this.clock = clock;
    }

    /**
     * Checks its signature, issuer, audience and times; may wait for the issuer's keys.
     *
     * @throws HubException unauthorized
     */
    Permission verify(String token) {
        JwtConsumer consumer = new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.RSA_USING_SHA256)
                .setVerificationKeyResolver(keys)
                .setExpectedIssuer(issuer.issuer())
                .setExpectedAudience(issuer.audience())
                .setRequireExpirationTime()
                .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
                .build();
        try {
            JwtClaims claims = consumer.processToClaims(token);
            return Permission.vouched(
                    rights(claims),
                    Instant.ofEpochMilli(claims.getExpirationTime().getValueInMillis()));
        } catch (InvalidJwtException refused) {
            LOGGER.infof("bearer token refused reason=%s", reason(refused));
            throw HubException.unauthorized();
        } catch (MalformedClaimException refused) {
            LOGGER.infof("bearer token refused reason=%s", refused.getMessage());
            throw HubException.unauthorized();
        }
    }

    private Set<Right> rights(JwtClaims claims) throws MalformedClaimException {
        Set<Right> rights = EnumSet.noneOf(Right.class);
        List<String> own = claims.hasClaim("roles") ? claims.getStringListClaimValue("roles") : List.of();
        own.forEach(role -> rights.addAll(issuer.roles().getOrDefault(role, Set.of())));
        issuer.rolesOfAll().forEach(role -> rights.addAll(issuer.roles().getOrDefault(role, Set.of())));
        return rights;
    }

    /** Without the token, which the exception's own message holds. */
    private static String reason(InvalidJwtException refused) {
        Throwable cause = refused.getCause();
        return cause != null && cause.getMessage() != null
                ? cause.getMessage()
                : refused.getErrorDetails().stream()
                        .map(error -> error.getErrorMessage())
                        .toList()
                        .toString();
    }
}
