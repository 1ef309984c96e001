package io.downlink.testsupport.tokens;

import java.util.UUID;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.lang.JoseException;

/** Somebody who signs JSON Web Tokens with a key of its own: a token endpoint, or a platform that federates with one. */
public final class TokenSigner {
    private final String issuer;
    private final RsaJsonWebKey key;

    /**
     * Makes a key.
     *
     * @param issuer {@code iss} of the tokens
     */
    public TokenSigner(String issuer) {
        this.issuer = issuer;
        try {
            this.key = RsaJwkGenerator.generateJwk(2048);
        } catch (JoseException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
        key.setKeyId(UUID.randomUUID().toString());
    }

    /** {@code iss} of its tokens. */
    public String issuer() {
        return issuer;
    }

    /**
     * A token, good from now on.
     *
     * @param seconds how long it is good
     */
    public String sign(String subject, String audience, int seconds, String... roles) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(issuer);
        claims.setSubject(subject);
        claims.setAudience(audience);
        NumericDate now = NumericDate.now();
        claims.setIssuedAt(now);
        claims.setNotBefore(now);
        claims.setExpirationTime(NumericDate.fromSeconds(now.getValue() + seconds));
        claims.setStringListClaim("roles", roles);
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        signature.setKey(key.getPrivateKey());
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("its own key is good", e);
        }
    }

    /** Whether this one signed a token for this subject and audience that is still good. */
    boolean signed(String token, String subject, String audience) {
        try {
            new JwtConsumerBuilder()
                    .setVerificationKey(key.getPublicKey())
                    .setExpectedIssuer(issuer)
                    .setExpectedSubject(subject)
                    .setExpectedAudience(audience)
                    .setRequireExpirationTime()
                    .build()
                    .processToClaims(token);
            return true;
        } catch (InvalidJwtException refused) {
            return false;
        }
    }

    /** Its public key, a JSON Web Key Set. */
    String publicKeys() {
        return new JsonWebKeySet(key).toJson();
    }
}
