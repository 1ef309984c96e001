package io.downlink.emulator.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.faults.Operation;
import io.downlink.emulator.faults.Refusal;
import io.downlink.emulator.faults.Reply;
import io.downlink.emulator.faults.Request;
import io.downlink.emulator.faults.RequestFaults;
import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.query.Page;
import io.downlink.emulator.security.ServiceAuthorizer;
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
import org.jspecify.annotations.Nullable;

/** One request and its one answer. The answer may come from any thread. */
public final class Exchange implements Request {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int TOO_MANY_REQUESTS = 429;

    private final HttpServerRequest request;
    private final byte[] body;
    private final List<String> variables;
    private final Subject subject;
    private final ErrorShape errors;
    private final RequestFaults faults;
    private final Context context;
    private final Clock clock;

    Exchange(
            HttpServerRequest request,
            byte[] body,
            List<String> variables,
            Subject subject,
            ErrorShape errors,
            RequestFaults faults,
            Context context,
            Clock clock) {
        this.request = request;
        this.body = body;
        this.variables = variables;
        this.subject = subject;
        this.errors = errors;
        this.faults = faults;
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
        return authorization != null && ServiceAuthorizer.isBearer(authorization);
    }

    /**
     * A parameter of the query; null: not given.
     *
     * @throws HubException {@link HubError#ARGUMENT_INVALID} if the query cannot be decoded
     */
    public @Nullable String parameter(String name) {
        try {
            return request.getParam(name);
        } catch (IllegalArgumentException malformed) {
            throw new HubException(
                    HubError.ARGUMENT_INVALID, "The query string is not percent-encoded: " + malformed.getMessage());
        }
    }

    /** Whether the client is in the hub's vicinity. */
    boolean isIn(Vicinity vicinity) {
        return vicinity.includes(request);
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
        Answer answer = Answer.json(status, Buffer.buffer(json));
        pass(etag == null ? answer : answer.with("ETag", '"' + etag + '"'));
    }

    /** Answers with a page of a longer answer. */
    void reply(Page page, String itemType) {
        ArrayNode rows = JsonNodeFactory.instance.arrayNode().addAll(page.rows());
        Answer answer = Answer.json(200, Buffer.buffer(rows.toString())).with("x-ms-item-type", itemType);
        // The SDKs ask for more pages as long as the header is there.
        pass(page.continuation() == null ? answer : answer.with("x-ms-continuation", page.continuation()));
    }

    /** Answers with bytes and headers of their own. */
    public void replyBytes(int status, Map<String, String> headers, byte[] content) {
        pass(new Answer(status, List.copyOf(headers.entrySet()), Buffer.buffer(content)));
    }

    /** Answers with one sentence. */
    void replyMessage(int status, Map<String, String> headers, String message) {
        ObjectNode content = JsonNodeFactory.instance.objectNode().put("Message", message);
        Answer answer = Answer.json(status, Buffer.buffer(content.toString()));
        for (Map.Entry<String, String> header : headers.entrySet()) {
            answer = answer.with(header.getKey(), header.getValue());
        }
        pass(answer);
    }

    /** Answers with nothing but a status. */
    public void reply(int status) {
        pass(Answer.empty(status));
    }

    /** Answers with the hub's refusal. */
    void refuse(HubException refusal) {
        // The service tells a missing right and its haste in the same way everywhere.
        boolean throttled = refusal.error().status() == TOO_MANY_REQUESTS;
        ErrorShape shape = throttled || refusal.error() == HubError.UNAUTHORIZED ? ErrorShape.FLAT : errors;
        String requestId = UUID.randomUUID().toString();
        ObjectNode content = ErrorBody.of(refusal, shape, requestId, clock.instant());
        Answer answer = Answer.json(refusal.error().status(), Buffer.buffer(content.toString()))
                .with("iothub-errorcode", refusal.error().symbol())
                .with("x-ms-request-id", requestId);
        send(throttled ? answer.with("Connection", "close") : answer);
    }

    @Override
    public Operation operation() {
        return subject.operation() == null ? Operation.OTHER : subject.operation();
    }

    @Override
    public @Nullable String device() {
        return subject.device(variables);
    }

    @Override
    public boolean gone() {
        return request.response().closed();
    }

    @Override
    public void refuse(Refusal refusal) {
        if (refusal.byHub()) {
            refuse(refusal.exception(operation()));
        } else {
            send(Answer.empty(refusal.status()));
        }
    }

    @Override
    public void closeConnection() {
        context.runOnContext(_ -> request.connection().close());
    }

    /** Until it is answered, an HTTP connection carries nothing else. */
    @Override
    public void mute() {}

    /** An answer to what was executed, and what faults make of it; refusals and the emulator's own pass untouched. */
    private void pass(Answer answer) {
        if (subject.operation() == null) {
            send(answer);
        } else {
            faults.answering(this, new Reply() {
                @Override
                public void send() {
                    Exchange.this.send(answer);
                }

                @Override
                public void sendHalf() {
                    whileWaiting(answer::sendHalf);
                }
            });
        }
    }

    private void send(Answer answer) {
        whileWaiting(answer::send);
    }

    private void whileWaiting(Consumer<HttpServerResponse> action) {
        context.runOnContext(_ -> {
            HttpServerResponse response = request.response();
            if (!response.ended() && !response.closed()) { // a client may give up before its answer comes
                action.accept(response);
            }
        });
    }
}
