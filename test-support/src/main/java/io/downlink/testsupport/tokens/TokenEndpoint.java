package io.downlink.testsupport.tokens;

import io.downlink.emulator.security.DevelopmentCa;
import io.downlink.emulator.security.TokenIssuer;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An OAuth 2.0 token endpoint over TLS with one tenant: the grant {@code client_credentials} with a secret or with a
 * federated token, its configuration and its keys, in the places where Microsoft Entra ID has them.
 */
public final class TokenEndpoint implements AutoCloseable {
    /** The only tenant. */
    public static final String TENANT = "00000000-0000-0000-0000-00000000d0e1";

    private static final String SCOPE = TokenIssuer.IOT_HUBS + "/.default";
    private static final Duration TOKEN_LIFE = Duration.ofHours(1);

    private final Map<String, Application> applications = new ConcurrentHashMap<>();
    private final Vertx vertx = Vertx.vertx();
    private final String authority;
    private final TokenSigner signer;
    private final AtomicInteger issued = new AtomicInteger();
    private volatile Duration tokenLife = TOKEN_LIFE;

    private TokenEndpoint(String address, DevelopmentCa certificates) {
        HttpServer server = vertx.createHttpServer(new HttpServerOptions()
                .setHost(address)
                .setPort(0)
                .setSsl(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertValue(Buffer.buffer(certificates.server().certificate()))
                        .setKeyValue(Buffer.buffer(certificates.server().privateKey()))));
        server.requestHandler(this::answer)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        this.authority = "https://" + address + ":" + server.actualPort();
        this.signer = new TokenSigner(authority + "/" + TENANT + "/v2.0");
    }

    /**
     * Starts at a free port.
     *
     * @param dataDir of an emulator: who trusts its CA trusts this endpoint
     */
    public static TokenEndpoint start(String address, Path dataDir) {
        return new TokenEndpoint(
                address, DevelopmentCa.open(dataDir.toAbsolutePath(), List.of(address), Clock.systemUTC()));
    }

    /** What the builders of Azure's credentials call {@code authorityHost}. */
    public String authority() {
        return authority;
    }

    /** What a hub must know of it. */
    public TokenIssuer issuer() {
        return TokenIssuer.of(signer.issuer());
    }

    /** How long the tokens live that it issues from now on. */
    public void issueFor(Duration life) {
        tokenLife = life;
    }

    /** How many tokens it has issued. */
    public int issued() {
        return issued.get();
    }

    /** Makes an application known that has a secret; an earlier secret of it is good no more. */
    public void register(String clientId, String secret, String... roles) {
        applications.put(clientId, new Application.WithSecret(secret, List.of(roles)));
    }

    /** Makes an application known that another platform speaks for. */
    public void register(String clientId, TokenSigner platform, String subject, String... roles) {
        applications.put(clientId, new Application.Federated(platform, subject, List.of(roles)));
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void answer(HttpServerRequest request) {
        String path = request.path() == null ? "" : request.path();
        String tenant = "/" + TENANT;
        if (path.equals(tenant + "/v2.0/.well-known/openid-configuration")) {
            reply(request.response(), 200, configuration());
        } else if (path.equals(tenant + "/discovery/v2.0/keys")) {
            reply(request.response(), 200, new JsonObject(signer.publicKeys()));
        } else if (path.equals(tenant + "/oauth2/v2.0/token")
                && request.method().equals(HttpMethod.POST)) {
            request.setExpectMultipart(true);
            request.endHandler(_ -> issue(request));
        } else {
            reply(request.response(), 404, error("invalid_request", "no such endpoint"));
        }
    }

    private void issue(HttpServerRequest request) {
        String clientId = request.getFormAttribute("client_id");
        Application application = clientId == null ? null : applications.get(clientId);
        if (!"client_credentials".equals(request.getFormAttribute("grant_type"))) {
            reply(request.response(), 400, error("unsupported_grant_type", "only client_credentials"));
        } else if (clientId == null
                || application == null
                || !application.made(
                        request.getFormAttribute("client_secret"), request.getFormAttribute("client_assertion"))) {
            reply(request.response(), 401, error("invalid_client", "AADSTS7000215: wrong credential"));
        } else if (!SCOPE.equals(scope(request))) {
            reply(request.response(), 400, error("invalid_scope", "only " + SCOPE));
        } else {
            int seconds = Math.toIntExact(tokenLife.toSeconds());
            String token = signer.sign(
                    clientId, TokenIssuer.IOT_HUBS, seconds, application.roles().toArray(String[]::new));
            issued.incrementAndGet();
            reply(
                    request.response(),
                    200,
                    new JsonObject()
                            .put("token_type", "Bearer")
                            .put("expires_in", seconds)
                            .put("access_token", token));
        }
    }

    /** The SDKs ask for OpenID's own scopes, too. */
    private static String scope(HttpServerRequest request) {
        String scopes = request.getFormAttribute("scope");
        return scopes == null
                ? ""
                : List.of(scopes.split(" ", -1)).stream()
                        .filter(scope -> scope.startsWith("https:"))
                        .findFirst()
                        .orElse("");
    }

    private JsonObject configuration() {
        return new JsonObject()
                .put("issuer", signer.issuer())
                .put("token_endpoint", authority + "/" + TENANT + "/oauth2/v2.0/token")
                .put("jwks_uri", authority + "/" + TENANT + "/discovery/v2.0/keys");
    }

    private static JsonObject error(String error, String description) {
        return new JsonObject().put("error", error).put("error_description", description);
    }

    private static void reply(HttpServerResponse response, int status, JsonObject content) {
        response.setStatusCode(status)
                .putHeader("Content-Type", "application/json; charset=utf-8")
                .end(content.toBuffer());
    }
}
