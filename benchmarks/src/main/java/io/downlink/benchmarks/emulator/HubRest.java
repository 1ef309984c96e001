package io.downlink.benchmarks.emulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;

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
