package io.downlink.hub;

import com.google.gson.JsonElement;
import io.downlink.hub.HubFailure.AnswerUnreadable;
import io.downlink.hub.HubFailure.Evidence;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * IoT Hub's REST, for what the SDK's own cannot be trusted with; the reasons stand in {@code
 * docs/decisions/002-hub-client-on-the-service-sdk.md} and {@code 004-jobs-over-rest.md}.
 */
final class HubRest {
    /** A page of a query has at most 100 rows. */
    private static final String PAGE_ROWS_MAX = "100";

    static final String API_VERSION = "2021-04-12";
    private static final String CONTINUATION = "x-ms-continuation";

    /** For whatever asks no device. */
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final HubHttp http;

    HubRest(HubHttp http) {
        this.http = http;
    }

    /** @param continuation of the next page, null where there is none */
    record Answer(JsonElement json, @Nullable String continuation) {}

    Uni<Answer> get(String path) {
        return ask(HttpMethod.GET, path, headers(), null);
    }

    Uni<Answer> put(String path, JsonElement body) {
        return ask(HttpMethod.PUT, path, headers(), body);
    }

    Uni<Answer> post(String path, JsonElement body) {
        return ask(HttpMethod.POST, path, headers(), body);
    }

    Uni<Answer> getPage(String path, @Nullable String continuation) {
        return ask(HttpMethod.GET, path, page(continuation), null);
    }

    Uni<Answer> postPage(String path, JsonElement body, @Nullable String continuation) {
        return ask(HttpMethod.POST, path, page(continuation), body);
    }

    /**
     * Calls a method.
     *
     * @param end how long the hub and its device may take
     * @return the text of the answer
     */
    Uni<String> call(String path, String body, Duration end) {
        return exchange(HttpMethod.POST, path, headers(), body, end, FailureTable::ofMethods)
                .map(HubHttp.Answer::body);
    }

    private Uni<Answer> ask(HttpMethod method, String path, MultiMap headers, @Nullable JsonElement body) {
        String text = body == null ? null : body.toString();
        return exchange(method, path, headers, text, ANSWER, FailureTable::ofJobs)
                .map(answer -> {
                    String continuation = answer.headers().get(CONTINUATION);
                    boolean last = continuation == null || continuation.isEmpty();
                    return new Answer(json(answer.body()), last ? null : continuation);
                });
    }

    private Uni<HubHttp.Answer> exchange(
            HttpMethod method,
            String path,
            MultiMap headers,
            @Nullable String body,
            Duration end,
            Function<HubAnswer, HubFailure> refusals) {
        String uri = path + (path.contains("?") ? "&" : "?") + "api-version=" + API_VERSION;
        Buffer content = body == null ? null : Buffer.buffer(body);
        return http.send(new HubHttp.Request(method, uri, headers, content), end)
                .map(answer -> {
                    if (answer.status() / 100 == 2) {
                        return answer;
                    }
                    String name = answer.headers().get("iothub-errorcode");
                    throw new HubException(
                            refusals.apply(HubAnswer.of(answer.status(), name == null ? "" : name, answer.body())),
                            null);
                });
    }

    private static MultiMap headers() {
        return MultiMap.caseInsensitiveMultiMap()
                .add("Accept", "application/json")
                .add("Content-Type", "application/json; charset=utf-8");
    }

    /** The size is told with every page: a continuation does not hold it. */
    private static MultiMap page(@Nullable String continuation) {
        MultiMap headers = headers().add("x-ms-max-item-count", PAGE_ROWS_MAX);
        return continuation == null ? headers : headers.add(CONTINUATION, continuation);
    }

    private static JsonElement json(String body) {
        try {
            return JsonText.payload(body);
        } catch (IllegalArgumentException _) { // its message quotes the text, which is not told
            throw unreadable();
        }
    }

    /** Of an answer that came, but is not what was asked for. */
    static HubException unreadable() {
        return new HubException(
                new AnswerUnreadable(new Evidence("the hub's answer is no answer to the request", null, null)), null);
    }
}
