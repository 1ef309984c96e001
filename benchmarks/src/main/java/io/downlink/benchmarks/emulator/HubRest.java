package io.downlink.benchmarks.emulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** The hub's REST API over kept-alive connections, one for each request that is open. */
public final class HubRest {
    private static final String CONTINUATION = "x-ms-continuation";
    private static final Buffer CALL = Buffer.buffer("""
            {"methodName":"reboot","payload":{"delay":3},"responseTimeoutInSeconds":30,"connectTimeoutInSeconds":0}""");

    private final HttpClient client;
    private final HubUnderTest hub;
    private final String token;

    public HubRest(Vertx vertx, HubUnderTest hub, int inFlight) {
        this.hub = hub;
        this.token = hub.ownerToken();
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setSsl(true).setTrustOptions(hub.trust()),
                new PoolOptions().setHttp1MaxSize(inFlight));
    }

    /** Registers the device; it may be known already. */
    public Future<Boolean> register(String device) {
        return send(HttpMethod.PUT, "/devices/" + device, Buffer.buffer("{\"deviceId\":\"" + device + "\"}"))
                .map(status -> status == 200 || status == 409);
    }

    /** Calls a method; true if the hub says 200. */
    public Future<Boolean> invoke(String device) {
        return send(HttpMethod.POST, "/twins/" + device + "/methods", CALL).map(status -> status == 200);
    }

    /** Moves the hub's clock ahead; the wall's stays. */
    public Future<Void> advance(Duration time) {
        return post("/$emulator/clock", Buffer.buffer("{\"advance\":\"" + time + "\"}"));
    }

    /** All rows of a query, page by page. */
    public Future<JsonArray> rows(String query) {
        return rows(new JsonObject().put("query", query).toBuffer(), "", new JsonArray());
    }

    private Future<JsonArray> rows(Buffer query, String continuation, JsonArray sofar) {
        return request(HttpMethod.POST, "/devices/query")
                .compose(request ->
                        send(continuation.isEmpty() ? request : request.putHeader(CONTINUATION, continuation), query))
                .compose(response -> response.body().compose(body -> {
                    if (response.statusCode() != 200) {
                        return Future.failedFuture("a query was answered with " + response.statusCode());
                    }
                    String next = response.getHeader(CONTINUATION);
                    sofar.addAll(body.toJsonArray());
                    return next == null ? Future.succeededFuture(sofar) : rows(query, next, sofar);
                }));
    }

    /** What the hub's tier has allowed and refused of one class of operations, since its start. */
    public Future<Throttled> throttled(String operations) {
        return client.request(HttpMethod.GET, HubUnderTest.HTTPS_PORT, hub.address(), "/$emulator/statistics")
                .compose(request -> request.putHeader("Authorization", token).send())
                .compose(response -> response.body())
                .map(body -> body.toJsonObject()
                        .getJsonObject("throttling")
                        .getJsonObject("operations")
                        .getJsonObject(operations))
                .map(counts -> new Throttled(counts.getLong("allowed"), counts.getLong("refused")));
    }

    /** Operations of one class. */
    public record Throttled(long allowed, long refused) {

        public Throttled since(Throttled earlier) {
            return new Throttled(allowed - earlier.allowed, refused - earlier.refused);
        }
    }

    /** Sends JSON; anything but 200 is a failure. */
    Future<Void> post(String path, Buffer body) {
        return send(HttpMethod.POST, path, body)
                .compose(status -> status == 200
                        ? Future.succeededFuture()
                        : Future.failedFuture(path + " was answered with " + status));
    }

    private Future<Integer> send(HttpMethod method, String path, Buffer body) {
        return request(method, path)
                .compose(request -> send(request, body))
                .compose(response -> response.body().map(_ -> response.statusCode()));
    }

    private Future<HttpClientRequest> request(HttpMethod method, String path) {
        return client.request(method, HubUnderTest.HTTPS_PORT, hub.address(), path + "?api-version=2021-04-12");
    }

    private Future<HttpClientResponse> send(HttpClientRequest request, Buffer body) {
        return request.putHeader("Authorization", token)
                .putHeader("Content-Type", "application/json; charset=utf-8")
                .send(body);
    }
}
