package io.downlink.emulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.emulator.DevelopmentKeys;
import io.downlink.emulator.Tokens;
import io.downlink.emulator.faults.Faults;
import io.downlink.emulator.hub.Hub;
import io.downlink.emulator.hub.ManualTime;
import io.downlink.emulator.security.AccessRules;
import io.downlink.emulator.security.HostNames;
import io.downlink.emulator.security.Right;
import io.downlink.emulator.security.ServiceAuthorizer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The emulator's own operations: which of them may take their time. */
class OwnRoutesIT {
    private static final String HOST = "127.73.0.9";
    private static final String PATH = "/$emulator/anything";

    private final Vertx vertx = Vertx.vertx();
    private final ManualTime time = new ManualTime();
    private final CompletableFuture<Boolean> onEventLoop = new CompletableFuture<>();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldKeepASlowOperationOffTheEventLoop() throws Exception {
        call(Route.ownSlow(HttpMethod.GET, PATH, Right.OPERATE_EMULATOR, this::answer));

        assertThat(onEventLoop.get(10, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void shouldKeepTheStatusOffTheEventLoop() throws Exception {
        call(Route.ownNearby(HttpMethod.GET, PATH, Right.OPERATE_EMULATOR, this::answer));

        assertThat(onEventLoop.get(10, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void shouldRunAQuickOperationAtOnce() throws Exception {
        call(Route.own(HttpMethod.GET, PATH, Right.OPERATE_EMULATOR, this::answer));

        assertThat(onEventLoop.get(10, TimeUnit.SECONDS)).isTrue();
    }

    private void answer(Exchange exchange) {
        onEventLoop.complete(!Thread.currentThread().isVirtual());
        exchange.reply(204);
    }

    private void call(Route route) throws Exception {
        Hub hub = new Hub(HOST, time, time);
        ServiceAuthorizer authorizer = new ServiceAuthorizer(
                new HostNames(List.of(HOST)), DevelopmentKeys.policies(), AccessRules.DEFAULT, time);
        CompletableFuture<Integer> port = new CompletableFuture<>();
        vertx.deployVerticle(new HttpFrontEnd(
                        new HttpServerOptions().setHost(HOST).setPort(0),
                        List.of(route),
                        authorizer,
                        hub,
                        new Faults(time).requests(),
                        List.of(),
                        PatienceRules.DEFAULT,
                        time,
                        port::complete))
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        String token = Tokens.ofPolicy(
                HOST, "iothubowner", DevelopmentKeys.IOTHUBOWNER, time.instant().plusSeconds(60));
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + HOST + ":" + port.join() + PATH))
                    .header("Authorization", token)
                    .build();
            assertThat(client.send(request, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(204);
        }
    }
}
