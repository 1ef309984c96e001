package io.downlink.benchmarks.emulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.time.Duration;

/** The hub's REST API over kept-alive connections, one for each request that is open. */
public final class HubRest {
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
        return client.request(method, HubUnderTest.HTTPS_PORT, hub.address(), path + "?api-version=2021-04-12")
                .compose(request -> send(request, body));
    }

    private Future<Integer> send(HttpClientRequest request, Buffer body) {
        request.putHeader("Authorization", token).putHeader("Content-Type", "application/json; charset=utf-8");
        return request.send(body).compose(response -> response.body().map(_ -> response.statusCode()));
    }
}
