package io.downlink.emulator.http;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Collects the body of a request, up to a bound: what is beyond it is read and forgotten. */
final class RequestBody implements Handler<Buffer> {
    private static final Logger LOGGER = Logger.getLogger(RequestBody.class);

    /** Far beyond the largest body the service takes: 128 KB of a method's payload, escaped. */
    static final int BYTES_MAX = 1024 * 1024;

    private @Nullable Buffer content = Buffer.buffer();

    private RequestBody() {}

    /** Calls back with the whole body; with null if it was too large. */
    static void read(HttpServerRequest request, BodyHandler handler) {
        RequestBody body = new RequestBody();
        request.handler(body);
        request.exceptionHandler(failure -> LOGGER.debugf("request broken off reason=%s", failure.getMessage()));
        request.endHandler(_ -> handler.read(body.content));
    }

    @Override
    public void handle(Buffer part) {
        if (content != null) {
            content = content.length() + part.length() > BYTES_MAX ? null : content.appendBuffer(part);
        }
    }

    /** Takes a body. */
    interface BodyHandler {
        void read(@Nullable Buffer body);
    }
}
