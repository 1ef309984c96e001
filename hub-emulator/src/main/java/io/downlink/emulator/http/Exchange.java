package io.downlink.emulator.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.query.Page;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import javax.net.ssl.SSLSession;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One request and its one answer. The answer may come from any thread. */
public final class Exchange {
    private static final Logger LOGGER = Logger.getLogger(Exchange.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int TOO_MANY_REQUESTS = 429;

    private final HttpServerRequest request;
    private final byte[] body;
    private final List<String> variables;
    private final ErrorShape errors;
    private final Context context;
    private final Clock clock;

    Exchange(
            HttpServerRequest request,
            byte[] body,
            List<String> variables,
            ErrorShape errors,
            Context context,
            Clock clock) {
        this.request = request;
        this.body = body;
        this.variables = variables;
        this.errors = errors;
        this.context = context;
        this.clock = clock;
    }

    /** A decoded variable of the path, counted from 0. */
    public String variable(int index) {
        return variables.get(index);
    }

    /** How many variables the path has. */
    int variables() {
        return variables.size();
    }

    /** Whether an identity provider vouches for the client; otherwise a key of the hub does. */
    boolean isFromIdentityProvider() {
        String authorization = header("Authorization");
        return authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, "Bearer ".length());
    }

    /** A parameter of the query; null: not given. */
    public @Nullable String parameter(String name) {
        return request.getParam(name);
    }

    /** A header; null: not given. */
    public @Nullable String header(String name) {
        return request.getHeader(name);
    }

    /** All headers. */
    MultiMap headers() {
        return request.headers();
    }

    /** The TLS session, which knows the client's certificate. */
    @Nullable
    SSLSession tlsSession() {
        return request.sslSession();
    }

    /** Whether the client sent a body. */
    public boolean hasBody() {
        return body.length > 0;
    }

    byte[] body() {
        return body;
    }

    /**
     * The body as a JSON object.
     *
     * @throws HubException {@link HubError#FORMAT_ERROR} if it is none
     */
    public ObjectNode jsonObject() {
        if (json() instanceof ObjectNode object) {
            return object;
        }
        throw new HubException(HubError.FORMAT_ERROR, "The body must be a JSON object.");
    }

    /**
     * The body as a JSON array.
     *
     * @throws HubException {@link HubError#FORMAT_ERROR} if it is none
     */
    ArrayNode jsonArray() {
        if (json() instanceof ArrayNode array) {
            return array;
        }
        throw new HubException(HubError.FORMAT_ERROR, "The body must be a JSON array.");
    }

    /** The body; null: it is no JSON. */
    private @Nullable JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (IOException notJson) {
            return null;
        }
    }

    /** Answers with JSON. */
    public void reply(int status, JsonNode content) {
        try {
            reply(status, null, JSON.writeValueAsBytes(content));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Answers with JSON that has a version. */
    void reply(int status, JsonNode content, String etag) {
        try {
            reply(status, etag, JSON.writeValueAsBytes(content));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Answers with JSON text in UTF-8. */
    void reply(int status, @Nullable String etag, byte[] json) {
        answer(response -> {
            response.setStatusCode(status).putHeader("Content-Type", "application/json; charset=utf-8");
            if (etag != null) {
                response.putHeader("ETag", '"' + etag + '"');
            }
            send(response, Buffer.buffer(json));
        });
    }

    /** Answers with a page of a longer answer. */
    void reply(Page page, String itemType) {
        answer(response -> {
            response.setStatusCode(200)
                    .putHeader("Content-Type", "application/json; charset=utf-8")
                    .putHeader("x-ms-item-type", itemType);
            if (page.continuation() != null) { // the SDKs ask for more pages as long as the header is there
                response.putHeader("x-ms-continuation", page.continuation());
            }
            ArrayNode rows = JsonNodeFactory.instance.arrayNode().addAll(page.rows());
            send(response, Buffer.buffer(rows.toString()));
        });
    }

    /** Answers with bytes and headers of their own. */
    void replyBytes(int status, Map<String, String> headers, byte[] content) {
        answer(response -> {
            response.setStatusCode(status);
            headers.forEach(response::putHeader);
            send(response, Buffer.buffer(content));
        });
    }

    /** Answers with one sentence. */
    void replyMessage(int status, Map<String, String> headers, String message) {
        answer(response -> {
            response.setStatusCode(status).putHeader("Content-Type", "application/json; charset=utf-8");
            headers.forEach(response::putHeader);
            ObjectNode content = JsonNodeFactory.instance.objectNode().put("Message", message);
            send(response, Buffer.buffer(content.toString()));
        });
    }

    /** Answers with nothing but a status. */
    public void reply(int status) {
        answer(response -> send(response.setStatusCode(status), Buffer.buffer()));
    }

    /** Answers with the hub's refusal. */
    void refuse(HubException refusal) {
        // The service tells a missing right and its haste in the same way everywhere.
        boolean throttled = refusal.error().status() == TOO_MANY_REQUESTS;
        ErrorShape shape = throttled || refusal.error() == HubError.UNAUTHORIZED ? ErrorShape.FLAT : errors;
        String requestId = UUID.randomUUID().toString();
        ObjectNode content = ErrorBody.of(refusal, shape, requestId, clock.instant());
        answer(response -> send(
                (throttled ? response.putHeader("Connection", "close") : response)
                        .setStatusCode(refusal.error().status())
                        .putHeader("Content-Type", "application/json; charset=utf-8")
                        .putHeader("iothub-errorcode", refusal.error().symbol())
                        .putHeader("x-ms-request-id", requestId),
                Buffer.buffer(content.toString())));
    }

    /** Closes the client's connection instead of answering. */
    void closeConnection() {
        context.runOnContext(_ -> request.connection().close());
    }

    private void answer(Consumer<HttpServerResponse> answer) {
        context.runOnContext(_ -> {
            HttpServerResponse response = request.response();
            if (!response.ended() && !response.closed()) { // a client may give up before its answer comes
                answer.accept(response);
            }
        });
    }

    private static void send(HttpServerResponse response, Buffer content) {
        response.end(content).onFailure(failure -> LOGGER.debugf("answer not sent reason=%s", failure.getMessage()));
    }
}
