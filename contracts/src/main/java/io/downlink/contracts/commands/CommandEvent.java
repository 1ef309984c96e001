package io.downlink.contracts.commands;

import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.contracts.cloudevents.TraceContext;
import io.downlink.contracts.requests.Problem;
import io.downlink.contracts.requests.RequestDigest;
import io.downlink.contracts.requests.RequestMeta;
import io.downlink.contracts.requests.RequestedBy;
import io.downlink.contracts.requests.Source;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a command, as told on {@code downlink.command-events}.
 *
 * <p>For one identity the first final event counts; a later one counts only if the first was {@link InDoubt}.
 */
public sealed interface CommandEvent {

    About about();

    /**
     * The device answered, with whatever status.
     *
     * @param payload what it answered, JSON null where it gave nothing; null where the answer was too large for the topic
     *     and is left out ({@code payloadOmitted})
     */
    record Completed(About about, int status, @Nullable JsonNode payload, Timing timing) implements CommandEvent {}

    /** The hub took the message; its delivery is told on the feedback topic. */
    record Enqueued(About about, String messageId, Instant expiresAt, Ack ack) implements CommandEvent {

        /** Whether any feedback was asked for. */
        public boolean feedbackExpected() {
            return ack != Ack.NONE;
        }
    }

    /** No attempt can have executed it. */
    record Failed(About about, Cause cause) implements CommandEvent {}

    /** Its deadline passed; no attempt can have executed it, and none will be made. */
    record Expired(About about, @Nullable Cause lastFailure) implements CommandEvent {}

    /** It was taken back; no attempt can have executed it, and none will be made. */
    record Cancelled(About about) implements CommandEvent {}

    /** It may or may not have been executed, and is not repeated. */
    record InDoubt(About about, Cause cause) implements CommandEvent {}

    /** It never was a valid request. */
    record Invalid(About about, List<Problem> problems) implements CommandEvent {
        public Invalid {
            problems = List.copyOf(problems);
        }
    }

    /** This id was used before with other content; nothing was sent. */
    record Conflict(About about, Source usedAt) implements CommandEvent {}

    /** It is too late to take the command back, or there is nothing to take back. */
    record CancelRefused(About about, String detail) implements CommandEvent {}

    /** It waits for its device or its hub. */
    record Parked(About about, Reason reason, Instant until) implements CommandEvent {}

    /** The last part of the CloudEvents type {@code io.downlink.command.<name>}, and the {@code event} member. */
    default String name() {
        return switch (this) {
            case Completed _ -> "completed";
            case Enqueued _ -> "enqueued";
            case Failed _ -> "failed";
            case Expired _ -> "expired";
            case Cancelled _ -> "cancelled";
            case InDoubt _ -> "in-doubt";
            case Invalid _ -> "invalid";
            case Conflict _ -> "conflict";
            case CancelRefused _ -> "cancel-refused";
            case Parked _ -> "parked";
        };
    }

    /** Whether this ends the command: exactly one event of a command does, unless the first was in doubt. */
    default boolean isFinal() {
        return switch (this) {
            case Completed _, Enqueued _, Failed _, Expired _, Cancelled _, InDoubt _, Invalid _ -> true;
            case Conflict _, CancelRefused _, Parked _ -> false;
        };
    }

    /**
     * What every event says.
     *
     * @param time when it happened
     * @param type null where an invalid request has none that is known
     * @param attempts how often the hub was called for it
     * @param source where the request stood
     * @param context the sender's own data, returned as they came
     * @param digest {@code v1:} and the SHA-256 of what the request asks for, in lower-case hex: see {@link RequestDigest}
     * @param replayed whether this only repeats what became of an earlier request of the same identity, as the answer to
     *     a later one; it never changes anything
     * @param trace the trace that it belongs to, which its record's headers tell and its JSON does not; null for none
     */
    record About(
            Instant time,
            CommandId id,
            @Nullable CommandType type,
            int attempts,
            Source source,
            RequestedBy requestedBy,
            @Nullable JsonNode context,
            String digest,
            boolean replayed,
            @Nullable TraceContext trace) {

        /** Of no trace. */
        public About(
                Instant time,
                CommandId id,
                @Nullable CommandType type,
                int attempts,
                Source source,
                RequestedBy requestedBy,
                @Nullable JsonNode context,
                String digest,
                boolean replayed) {
            this(time, id, type, attempts, source, requestedBy, context, digest, replayed, null);
        }

        /** About a request that came like this. */
        public static About of(RequestMeta meta, CommandId id, @Nullable CommandType type, Instant time, int attempts) {
            return new About(
                    time,
                    id,
                    type,
                    attempts,
                    meta.source(),
                    meta.requestedBy(),
                    meta.context(),
                    meta.digest(),
                    false,
                    meta.trace());
        }

        /** About a valid request that came like this. */
        public static About of(RequestMeta meta, CommandRequest request, Instant time, int attempts) {
            return of(meta, request.id(), request.type(), time, attempts);
        }
    }

    /**
     * How long it took, in milliseconds.
     *
     * @param waitedMs from the record's timestamp to the last attempt
     * @param hubMs the last call to the hub
     * @param totalMs from the record's timestamp to this event
     */
    record Timing(double waitedMs, double hubMs, double totalMs) {}

    /**
     * @param detail what happened, in words for a person, without payload or key
     * @param hubErrorCode IoT Hub's six digits, where it gave them
     * @param trackingId what Microsoft support asks for
     */
    record Cause(
            Reason reason,
            String detail,
            @Nullable Integer hubErrorCode,
            @Nullable String trackingId) {}
}
