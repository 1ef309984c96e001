package io.downlink.hub;

import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.TrustOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * HTTPS to one hub: each request is sent once, and repeated by nobody.
 *
 * <p>A connection carries one request at a time and is kept for the next, so that there are at most as many connections
 * as calls in flight.
 */
final class HubHttp {
    /** Well below what servers keep: a request on a connection that ends just then is in doubt. */
    private static final Duration KEPT = Duration.ofSeconds(15);

    private final Vertx vertx;
    private final HubSettings hub;
    private final CallTimeouts timeouts;
    private final SdkCredential credential;
    private final HttpClient http;
    private volatile boolean closed;

    HubHttp(Vertx vertx, HubSettings hub, CallTimeouts timeouts, SdkCredential credential, X509TrustManager trust) {
        this.vertx = vertx;
        this.hub = hub;
        this.timeouts = timeouts;
        this.credential = credential;
        this.http = vertx.createHttpClient(
                new HttpClientOptions()
                        .setSsl(true)
                        .setTrustOptions(TrustOptions.wrap(trust))
                        .setConnectTimeout(Math.toIntExact(timeouts.connect().toMillis()))
                        .setSslHandshakeTimeout(timeouts.connect().toMillis())
                        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                        .setKeepAliveTimeout(Math.toIntExact(KEPT.toSeconds())),
                new PoolOptions().setHttp1MaxSize(hub.callsInFlightMax()));
    }

    /** @param path with its query */
    record Request(
            HttpMethod method,
            String path,
            MultiMap headers,
            @Nullable Buffer body) {}

    record Answer(int status, MultiMap headers, String body) {}

    /**
     * A request for each subscription.
     *
     * @param end how long the answer may take, counted from the sending
     * @return what was answered, whatever its status; fails with {@link HubException} and nothing else. It is told on an
     *     event loop, which must not be blocked
     */
    Uni<Answer> send(Request request, Duration end) {
        return Uni.createFrom().emitter(emitter -> {
            HttpCall call = new HttpCall(vertx, request.body(), end, timeouts.place(), () -> closed, emitter);
            emitter.onTermination(call::cancel);
            var _ = credential
                    .authorization()
                    .subscribe()
                    .with(token -> call.connect(() -> http.request(options(request, token))), call::notSent);
        });
    }

    /** Ends every call that is open: one that was sent is {@linkplain HubFailure.Abandoned abandoned}. */
    void close() {
        closed = true;
        http.close();
    }

    private RequestOptions options(Request request, String authorization) {
        return new RequestOptions()
                .setMethod(request.method())
                .setHost(hub.hostName())
                .setPort(hub.httpsPort())
                .setURI(request.path())
                .setHeaders(request.headers().add("Authorization", authorization));
    }
}
