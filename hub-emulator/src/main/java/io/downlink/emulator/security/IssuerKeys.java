package io.downlink.emulator.security;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.security.Key;
import java.util.List;
import org.jose4j.http.Get;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.keys.resolvers.HttpsJwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a token issuer: fetched when a token comes whose key is not known, so it may start after the hub and change
 * its keys. Fetching blocks.
 */
final class IssuerKeys implements VerificationKeyResolver {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MILLISECONDS_MAX = 5_000;

    private final TokenIssuer issuer;
    private final Get get = new Get();
    private @Nullable VerificationKeyResolver known;

    IssuerKeys(TokenIssuer issuer) {
        this.issuer = issuer;
        get.setConnectTimeout(MILLISECONDS_MAX);
        get.setReadTimeout(MILLISECONDS_MAX);
        get.setRetries(0);
    }

    @Override
    public Key resolveKey(JsonWebSignature signature, List<JsonWebStructure> around) throws UnresolvableKeyException {
        return keys().resolveKey(signature, around);
    }

    private synchronized VerificationKeyResolver keys() throws UnresolvableKeyException {
        VerificationKeyResolver present = known;
        if (present == null) {
            HttpsJwks keySet = new HttpsJwks(
                    issuer.keys() == null ? discovered() : issuer.keys().toString());
            keySet.setSimpleHttpGet(get);
            present = new HttpsJwksVerificationKeyResolver(keySet);
            known = present;
        }
        return present;
    }

    /** OpenID Connect Discovery 1.0, section 4. */
    private String discovered() throws UnresolvableKeyException {
        String base = issuer.issuer().endsWith("/") ? issuer.issuer() : issuer.issuer() + "/";
        String location = base + ".well-known/openid-configuration";
        try {
            JsonNode keys = JSON.readTree(get.get(location).getBody()).path("jwks_uri");
            if (keys.isTextual()) {
                return keys.textValue();
            }
            throw new UnresolvableKeyException(location + " has no jwks_uri");
        } catch (JsonProcessingException e) {
            throw new UnresolvableKeyException(location + " is not JSON", e);
        } catch (IOException e) {
            throw new UnresolvableKeyException("cannot read " + location + ": " + e.getMessage(), e);
        }
    }
}
