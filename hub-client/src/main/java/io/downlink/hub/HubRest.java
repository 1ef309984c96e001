package io.downlink.hub;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.downlink.hub.HubFailure.Abandoned;
import io.downlink.hub.HubFailure.AnswerUnreadable;
import io.downlink.hub.HubFailure.ConnectionLost;
import io.downlink.hub.HubFailure.Evidence;
import io.downlink.hub.HubFailure.ResponseTimeout;
import io.downlink.hub.HubFailure.Unreachable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * IoT Hub's REST on the JDK's own HTTP client, for what the SDK's cannot be trusted with; the reasons stand in {@code
 * docs/decisions/004-jobs-over-rest.md}.
 *
 * <p>That client repeats a GET whose kept connection had ended, and nothing else, unless the JVM is told to.
 */
final class HubRest {
    /** A page of a query has at most 100 rows. */
    private static final String PAGE_ROWS_MAX = "100";

    static final String API_VERSION = "2021-04-12";
    private static final String CONTINUATION = "x-ms-continuation";
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    /** When a call is given up whatever happens; the answer's own time is over when its head has come. */
    static final Duration END = CONNECT.plus(ANSWER).plusSeconds(10);

    private final HubSettings hub;
    private final SdkCredential credential;
    private final HttpClient http;

    HubRest(HubSettings hub, SdkCredential credential, SSLContext tls) {
        this.hub = hub;
        this.credential = credential;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(tls)
                .connectTimeout(CONNECT)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    /** @param continuation of the next page, null where there is none */
    record Answer(JsonElement json, @Nullable String continuation) {}

    Answer get(String path) {
        return exchange(request(path).GET());
    }

    Answer put(String path, JsonElement body) {
        return exchange(request(path).PUT(BodyPublishers.ofString(body.toString())));
    }

    Answer post(String path, JsonElement body) {
        return exchange(request(path).POST(BodyPublishers.ofString(body.toString())));
    }

    Answer getPage(String path, @Nullable String continuation) {
        return exchange(page(request(path), continuation).GET());
    }

    Answer postPage(String path, JsonElement body, @Nullable String continuation) {
        return exchange(page(request(path), continuation).POST(BodyPublishers.ofString(body.toString())));
    }

    void close() {
        http.shutdownNow();
    }

    private HttpRequest.Builder request(String path) {
        String separator = path.contains("?") ? "&" : "?";
        URI uri = URI.create("https://" + hub.hostAndPort() + path + separator + "api-version=" + API_VERSION);
        return HttpRequest.newBuilder(uri)
                .timeout(ANSWER)
                .header("Authorization", credential.authorization())
                .header("Accept", "application/json")
                .header("Content-Type", "application/json; charset=utf-8");
    }

    /** The size is told with every page: a continuation does not hold it. */
    private static HttpRequest.Builder page(HttpRequest.Builder request, @Nullable String continuation) {
        request.header("x-ms-max-item-count", PAGE_ROWS_MAX);
        return continuation == null ? request : request.header(CONTINUATION, continuation);
    }

    private Answer exchange(HttpRequest.Builder request) {
        HttpResponse<String> response = send(request.build());
        if (response.statusCode() / 100 != 2) {
            String name = response.headers().firstValue("iothub-errorcode").orElse("");
            throw new HubException(
                    FailureTable.ofJobs(HubAnswer.of(response.statusCode(), name, response.body())), null);
        }
        String continuation = response.headers().firstValue(CONTINUATION).orElse("");
        return new Answer(json(response.body()), continuation.isEmpty() ? null : continuation);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException broken) {
            throw new HubException(ofBroken(broken), broken);
        } catch (InterruptedException cancelled) {
            throw new HubException(new Abandoned(new Evidence("the wait was cancelled", null, null)), cancelled);
        }
    }

    private static HubFailure ofBroken(IOException broken) {
        Evidence evidence = FailureTable.evidence(broken);
        return switch (broken) {
            case ConnectException _, HttpConnectTimeoutException _, SSLHandshakeException _ ->
                new Unreachable(evidence);
            case HttpTimeoutException _ -> new ResponseTimeout(evidence);
            default -> new ConnectionLost(evidence);
        };
    }

    private static JsonElement json(String body) {
        try {
            return JsonParser.parseString(body);
        } catch (JsonParseException _) { // its message quotes the text, which is not told
            throw unreadable();
        }
    }

    /** Of an answer that came, but is not what was asked for. */
    static HubException unreadable() {
        return new HubException(
                new AnswerUnreadable(new Evidence("the hub's answer is no answer to the request", null, null)), null);
    }
}
