package io.downlink.contracts.commands;

import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.contracts.cloudevents.TraceContext;
import io.downlink.contracts.commands.CommandEvent.About;
import io.downlink.contracts.commands.CommandEvent.RequestedBy;
import io.downlink.contracts.commands.CommandEvent.Source;
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

    /**
     * The part that every event about this request has.
     *
     * @param type null where an invalid request has none that is known
     * @param time when it happened
     * @param attempts how often the hub was called for it
     */
    public About about(CommandId id, @Nullable CommandType type, Instant time, int attempts) {
        return new About(time, id, type, attempts, source, requestedBy, context, digest, false);
    }

    /** The part that every event about this request has. */
    public About about(CommandRequest request, Instant time, int attempts) {
        return about(request.id(), request.type(), time, attempts);
    }
}
