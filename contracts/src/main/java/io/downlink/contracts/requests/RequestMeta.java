package io.downlink.contracts.requests;

import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.contracts.cloudevents.TraceContext;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a request came, and what every event about it repeats.
 *
 * @param recordTime the record's timestamp
 * @param context the sender's own data, at most 4 KB; null where there are none, or too many
 * @param digest see {@link RequestDigest}
 * @param trace the trace it belongs to, null where it tells of none
 */
public record RequestMeta(
        Instant recordTime,
        Source source,
        RequestedBy requestedBy,
        @Nullable JsonNode context,
        String digest,
        @Nullable TraceContext trace) {

    /** The same in another part of its trace. */
    public RequestMeta within(TraceContext other) {
        return new RequestMeta(recordTime, source, requestedBy, context, digest, other);
    }
}
