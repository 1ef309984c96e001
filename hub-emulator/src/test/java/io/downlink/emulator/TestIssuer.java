package io.downlink.emulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.downlink.emulator.security.TokenIssuer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** Signs tokens as Entra ID does, and publishes its keys. */
public final class TestIssuer implements AutoCloseable {
    private final HttpServer server;
    private final List<JsonWebKey> published = new CopyOnWriteArrayList<>();
    private final AtomicInteger fetches = new AtomicInteger();
    private @Nullable RsaJsonWebKey standing;

    /** Starts at a free port. */
    public TestIssuer(String address) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(address), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext(
                "/.well-known/openid-configuration",
                exchange -> answer(exchange, "{\"jwks_uri\":\"" + url() + "/keys\"}"));
        server.createContext("/keys", exchange -> {
            fetches.incrementAndGet();
            answer(exchange, new JsonWebKeySet(published).toJson());
        });
        server.start();
    }

    /** What a hub must know of it. */
    public TokenIssuer settings() {
        return TokenIssuer.of(url());
    }

    /** How often its keys were asked for. */
    public int fetches() {
        return fetches.get();
    }

    /** A key that everybody can read: always the same, and published before anybody reads the others with it. */
    public synchronized RsaJsonWebKey standingKey() {
        RsaJsonWebKey present = standing;
        if (present == null) {
            present = publishKey("standing");
            standing = present;
        }
        return present;
    }

    /** A new key that everybody can read. */
    public RsaJsonWebKey publishKey(String id) {
        RsaJsonWebKey key = newKey(id);
        published.add(key);
        return key;
    }

    /** A key that nobody else knows. */
    public static RsaJsonWebKey newKey(String id) {
        try {
            RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId(id);
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A good token with these roles, good for 10 minutes. */
    public String token(RsaJsonWebKey key, Instant now, String... roles) {
        return token(key, now, claims -> claims.setStringListClaim("roles", roles));
    }

    /** A token that a test has spoiled. */
    public String token(RsaJsonWebKey key, Instant now, Consumer<JwtClaims> change) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(url());
        claims.setAudience(TokenIssuer.IOT_HUBS);
        claims.setNotBefore(NumericDate.fromSeconds(now.getEpochSecond()));
        claims.setExpirationTime(NumericDate.fromSeconds(now.getEpochSecond() + 600));
        change.accept(claims);
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        signature.setKey(key.getPrivateKey());
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private String url() {
        return "http://" + server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] content = json.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
        }
    }
}
