package io.downlink.emulator.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** What an exchange answers, before it is sent. */
record Answer(int status, List<Map.Entry<String, String>> headers, Buffer body) {
    private static final Logger LOGGER = Logger.getLogger(Answer.class);
    private static final Map.Entry<String, String> JSON = Map.entry("Content-Type", "application/json; charset=utf-8");

    static Answer json(int status, Buffer body) {
        return new Answer(status, List.of(JSON), body);
    }

    static Answer empty(int status) {
        return new Answer(status, List.of(), Buffer.buffer());
    }

    Answer with(String name, String value) {
        List<Map.Entry<String, String>> more = new ArrayList<>(headers);
        more.add(Map.entry(name, value));
        return new Answer(status, more, body);
    }

    void send(HttpServerResponse response) {
        head(response).end(body).onFailure(failure -> LOGGER.debugf("answer not sent reason=%s", failure.getMessage()));
    }

    /** The whole head and half of the body; the rest never comes. */
    void sendHalf(HttpServerResponse response) {
        head(response)
                .putHeader("Content-Length", Integer.toString(body.length()))
                .write(body.slice(0, body.length() / 2))
                .onFailure(failure -> LOGGER.debugf("answer not sent reason=%s", failure.getMessage()));
    }

    private HttpServerResponse head(HttpServerResponse response) {
        response.setStatusCode(status);
        headers.forEach(header -> response.putHeader(header.getKey(), header.getValue()));
        return response;
    }
}
