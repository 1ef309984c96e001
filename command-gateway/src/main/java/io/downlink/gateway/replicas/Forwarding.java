package io.downlink.gateway.replicas;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.downlink.gateway.replicas.Forwarded.Answer;
import io.downlink.gateway.replicas.Forwarded.NoAnswer;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Passes questions on to the replica whose business they are. Who is asked answers with what he knows, and passes nothing
 * on himself; that he is the one shows in his answer, for the address may be somebody else's by now.
 */
public final class Forwarding {
    /** Of a question that was passed on, and of its answer. */
    public static final String HEADER = "Downlink-Forwarded";

    /** The statuses of an answer by somebody who knows: it is there, it never was, it is not kept any more. */
    private static final Set<Integer> KNOWING = Set.of(200, 404, 410);

    private static final String JSON = "application/json";

    private final Function<String, Uni<Optional<URI>>> owners;
    private final OwnAddress own;
    private final HttpClient http;
    private final Duration patience;

    /**
     * @param owners where the owner of a device's commands is asked
     * @param http stays the caller's to close
     * @param patience how long whoever asks is kept waiting
     */
    public Forwarding(Function<String, Uni<Optional<URI>>> owners, OwnAddress own, HttpClient http, Duration patience) {
        this.owners = owners;
        this.own = own;
        this.http = http;
        this.patience = patience;
    }

    /**
     * Asks the owner of a device's commands.
     *
     * @param path with its query, as it was sent
     * @param authorization the asker's, null where there was none: all replicas have the same tokens
     * @return never fails
     */
    public Uni<Forwarded> ask(String deviceId, String path, @Nullable String authorization) {
        return owners.apply(deviceId)
                .chain(owner -> owner.map(url -> ask(url, path, authorization))
                        .orElseGet(() -> none("no replica has told where it is asked for commands of this device")))
                .ifNoItem()
                .after(patience)
                .recoverWithItem(() -> new NoAnswer("the replica that has the device's partition, or Kafka, which"
                        + " knows where it is, did not answer within " + patience))
                .onFailure()
                .recoverWithItem(failure ->
                        new NoAnswer("Kafka does not say which replica has the device's partition: " + failure));
    }

    private Uni<Forwarded> ask(URI owner, String path, @Nullable String authorization) {
        if (own.url().filter(owner::equals).isPresent()) {
            return none(
                    "this replica is taking over the device's partition, or has given it away; or a replica elsewhere"
                            + " has the same address: set downlink.rest.advertised-url");
        }
        return Uni.createFrom()
                .completionStage(() -> send(owner, path, authorization).toCompletionStage())
                .onFailure()
                .recoverWithItem(failure ->
                        new NoAnswer("the replica at %s, which had the device's partition last, cannot be reached: %s"
                                .formatted(owner, failure.getMessage())));
    }

    private Future<Forwarded> send(URI owner, String path, @Nullable String authorization) {
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(owner.toString())
                .setURI(path) // as it was sent: it may have characters that belong into no URI
                .setTimeout(patience.toMillis())
                .putHeader(HEADER, "1");
        if (authorization != null) {
            request.putHeader(HttpHeaders.AUTHORIZATION, authorization);
        }
        return http.request(request).compose(connected -> connected.send()).compose(answer -> read(owner, answer));
    }

    private static Future<Forwarded> read(URI owner, HttpClientResponse answer) {
        MultiMap headers = answer.headers();
        int status = answer.statusCode();
        if (!headers.contains(HEADER) || !KNOWING.contains(status)) {
            NoAnswer changed = new NoAnswer(
                    "%s has answered %d: the device's partition is no longer there, or it takes other tokens"
                            .formatted(owner, status));
            return answer.end().map(_ -> changed);
        }
        String contentType = headers.contains(HttpHeaders.CONTENT_TYPE) ? headers.get(HttpHeaders.CONTENT_TYPE) : JSON;
        return answer.body().map(body -> new Answer(status, contentType, body.toString(UTF_8)));
    }

    private static Uni<Forwarded> none(String reason) {
        return Uni.createFrom().item(new NoAnswer(reason));
    }
}
