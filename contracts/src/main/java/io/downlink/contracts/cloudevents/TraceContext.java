package io.downlink.contracts.cloudevents;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The trace that a record belongs to.
 *
 * @param traceparent in the form of W3C Trace Context, version 00
 * @param tracestate null where there is none
 * @see <a href="https://www.w3.org/TR/trace-context/">Trace Context</a>
 */
public record TraceContext(String traceparent, @Nullable String tracestate) {
    private static final Pattern TRACEPARENT = Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    /**
     * OpenTelemetry writes {@code traceparent}, CloudEvents' tracing extension {@code ce_traceparent}: the former wins, as
     * it is nearer to the record.
     *
     * @return null where the record tells of no trace, or not in a form that can be read
     */
    public static @Nullable TraceContext of(Headers headers, Attributes attributes) {
        String own = text(headers.lastHeader(EventHeaders.TRACEPARENT));
        if (own != null && TRACEPARENT.matcher(own).matches()) {
            return new TraceContext(own, text(headers.lastHeader(EventHeaders.TRACESTATE)));
        }
        String extension = attributes.get(EventHeaders.TRACEPARENT);
        if (extension != null && TRACEPARENT.matcher(extension).matches()) {
            return new TraceContext(extension, attributes.get(EventHeaders.TRACESTATE));
        }
        return null;
    }

    /** As OpenTelemetry writes it: {@code traceparent}, and {@code tracestate} where there is one. */
    public void addTo(Headers headers) {
        headers.add(EventHeaders.TRACEPARENT, traceparent.getBytes(StandardCharsets.UTF_8));
        if (tracestate != null) {
            headers.add(EventHeaders.TRACESTATE, tracestate.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static @Nullable String text(@Nullable Header header) {
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
