package io.downlink.gateway.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.downlink.contracts.cloudevents.EventHeaders;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.URLDecoder;
import java.util.Locale;
import java.util.Set;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Hands on what a request's headers say: the content type, a trace, and the attributes of a CloudEvent in binary mode.
 *
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md">HTTP
 *     protocol binding</a>
 */
final class RecordHeadersOf {
    private static final String PREFIX = "ce-";
    private static final Set<String> AS_THEY_ARE =
            Set.of(EventHeaders.CONTENT_TYPE, EventHeaders.TRACEPARENT, EventHeaders.TRACESTATE);

    private RecordHeadersOf() {}

    /** @throws IllegalArgumentException if an attribute is not percent-encoded as it should be */
    static Headers request(HttpHeaders request) {
        Headers headers = new RecordHeaders();
        request.getRequestHeaders().forEach((name, values) -> {
            String header = nameOf(name.toLowerCase(Locale.ROOT));
            if (header != null && !values.isEmpty()) {
                String value = values.getFirst();
                headers.add(header, (AS_THEY_ARE.contains(header) ? value : decoded(value)).getBytes(UTF_8));
            }
        });
        return headers;
    }

    private static @Nullable String nameOf(String header) {
        if (AS_THEY_ARE.contains(header)) {
            return header;
        }
        return header.startsWith(PREFIX) ? EventHeaders.PREFIX + header.substring(PREFIX.length()) : null;
    }

    /** A plus sign is one. */
    private static String decoded(String value) {
        return URLDecoder.decode(value.replace("+", "%2B"), UTF_8);
    }
}
