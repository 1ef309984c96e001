package io.downlink.gateway.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.gateway.replicas.Forwarded.Answer;
import io.downlink.gateway.replicas.Forwarded.NoAnswer;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardingTest {
    private static final String HOST = "127.71.5.1";
    private static final String PATH = "/devices/pump%231/commands/c%2F1?hub=north&moduleId=m%2B1&a=b|c{d}";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = vertx.createHttpClient();
    private final List<HttpServerRequest> asked = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 404, 410})
    void shouldHandOnTheAnswerOfTheOwner(int status) {
        // given
        URI owner = serve(request -> knows(request)
                .setStatusCode(status)
                .putHeader("Content-Type", "application/problem+json")
                .end("{\"détail\": 1}"));
        // when
        Forwarded outcome = ask(owner, "Bearer a-token-of-this-test");
        // then
        assertThat(outcome).isEqualTo(new Answer(status, "application/problem+json", "{\"détail\": 1}"));
        assertThat(asked).singleElement().satisfies(request -> {
            assertThat(request.uri()).isEqualTo(PATH);
            assertThat(request.getHeader("Authorization")).isEqualTo("Bearer a-token-of-this-test");
            assertThat(request.getHeader(Forwarding.HEADER)).isNotNull();
        });
    }

    @Test
    void shouldShowNoTokenWhereNoneWasShown() {
        // given
        URI owner = serve(request -> knows(request).end("{}"));
        // when
        var _ = ask(owner, null);
        // then
        assertThat(asked)
                .singleElement()
                .satisfies(request ->
                        assertThat(request.getHeader("Authorization")).isNull());
    }

    @ParameterizedTest
    @ValueSource(ints = {503, 401, 500})
    void shouldNotTakeForAnAnswerWhatTheOwnerCannotSay(int status) {
        // given
        URI owner = serve(request -> knows(request).setStatusCode(status).end("{}"));
        // then
        assertThat(ask(owner, null))
                .isInstanceOfSatisfying(
                        NoAnswer.class,
                        answer -> assertThat(answer.reason()).contains(owner.toString(), Integer.toString(status)));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 404})
    void shouldNotTakeSomebodyElseForTheOwner(int status) {
        // given
        URI other = serve(request -> request.response().setStatusCode(status).end("<html>"));
        // then
        assertThat(ask(other, null)).isInstanceOf(NoAnswer.class);
    }

    @Test
    void shouldSayThatTheOwnerCannotBeReached() throws Exception {
        // given
        HttpServer gone = listen(_ -> {});
        URI owner = URI.create("http://%s:%d".formatted(HOST, gone.actualPort()));
        gone.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        // then
        assertThat(ask(owner, null))
                .isInstanceOfSatisfying(
                        NoAnswer.class,
                        answer -> assertThat(answer.reason()).contains(owner.toString(), "cannot be reached"));
    }

    @Test
    void shouldGiveUpOnAnOwnerThatDoesNotAnswer() {
        // given
        URI owner = serve(_ -> {});
        Forwarding impatient = new Forwarding(_ -> known(owner), OwnAddress.NONE, http, Duration.ofMillis(200));
        // then
        assertThat(impatient.ask("pump#1", PATH, null).await().atMost(PATIENCE)).isInstanceOf(NoAnswer.class);
    }

    @Test
    void shouldNotAskItself() {
        // given
        URI owner = serve(request -> knows(request).end("{}"));
        Forwarding own = new Forwarding(_ -> known(owner), OwnAddress.of(owner), http, PATIENCE);
        // when
        Forwarded outcome = own.ask("pump#1", PATH, null).await().atMost(PATIENCE);
        // then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        NoAnswer.class, answer -> assertThat(answer.reason()).contains("downlink.rest.advertised-url"));
        assertThat(asked).isEmpty();
    }

    @Test
    void shouldSayThatNobodyKnowsTheOwner() {
        assertThat(forwarding(Uni.createFrom().item(Optional.empty()))
                        .ask("pump#1", PATH, null)
                        .await()
                        .atMost(PATIENCE))
                .isInstanceOfSatisfying(
                        NoAnswer.class, answer -> assertThat(answer.reason()).startsWith("no replica has told"));
        assertThat(forwarding(Uni.createFrom().failure(new TimeoutException("no broker")))
                        .ask("pump#1", PATH, null)
                        .await()
                        .atMost(PATIENCE))
                .isInstanceOfSatisfying(
                        NoAnswer.class, answer -> assertThat(answer.reason()).contains("Kafka", "no broker"));
    }

    private Forwarded ask(URI owner, @Nullable String authorization) {
        return forwarding(known(owner))
                .ask("pump#1", PATH, authorization)
                .await()
                .atMost(PATIENCE);
    }

    private Forwarding forwarding(Uni<Optional<URI>> owner) {
        return new Forwarding(_ -> owner, OwnAddress.NONE, http, PATIENCE);
    }

    private static Uni<Optional<URI>> known(URI owner) {
        return Uni.createFrom().item(Optional.of(owner));
    }

    private static HttpServerResponse knows(HttpServerRequest request) {
        return request.response().putHeader(Forwarding.HEADER, "1");
    }

    private URI serve(Handler<HttpServerRequest> answer) {
        HttpServer server = listen(request -> {
            asked.add(request);
            answer.handle(request);
        });
        return URI.create("http://%s:%d".formatted(HOST, server.actualPort()));
    }

    private HttpServer listen(Handler<HttpServerRequest> answer) {
        return Uni.createFrom()
                .completionStage(() -> vertx.createHttpServer()
                        .requestHandler(answer)
                        .listen(0, HOST)
                        .toCompletionStage())
                .await()
                .atMost(PATIENCE);
    }
}
