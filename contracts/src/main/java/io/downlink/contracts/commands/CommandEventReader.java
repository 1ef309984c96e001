package io.downlink.contracts.commands;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.contracts.commands.CommandEvent.About;
import io.downlink.contracts.commands.CommandEvent.Cause;
import io.downlink.contracts.commands.CommandEvent.Problem;
import io.downlink.contracts.commands.CommandEvent.RequestedBy;
import io.downlink.contracts.commands.CommandEvent.Source;
import io.downlink.contracts.commands.CommandEvent.Timing;
import io.downlink.contracts.json.ExactJson;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of {@code downlink.command-events}, leniently: fields that it does not know are ignored, a reason that
 * it does not know is read as {@link Reason#UNEXPECTED}, a type that it does not know as none.
 */
public final class CommandEventReader {
    private CommandEventReader() {}

    /**
     * @param value the record's value, null where it has none
     * @return empty where it is no event, or one that this version does not know
     */
    public static Optional<CommandEvent> read(byte @Nullable [] value) {
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(event(ExactJson.read(value).tree()));
        } catch (JsonProcessingException | IncompleteEventException | DateTimeException _) {
            return Optional.empty();
        }
    }

    private static @Nullable CommandEvent event(JsonNode json) throws IncompleteEventException {
        About about = about(json);
        return switch (text(json, "event")) {
            case "completed" ->
                new CommandEvent.Completed(about, number(json, "status").intValue(), payload(json), timing(json));
            case "enqueued" ->
                new CommandEvent.Enqueued(
                        about,
                        text(json, "messageId"),
                        time(json, "expiresAt"),
                        json.path("feedbackExpected").asBoolean());
            case "failed" -> new CommandEvent.Failed(about, cause(json));
            case "expired" -> new CommandEvent.Expired(about, json.has("reason") ? cause(json) : null);
            case "cancelled" -> new CommandEvent.Cancelled(about);
            case "in-doubt" -> new CommandEvent.InDoubt(about, cause(json));
            case "invalid" -> new CommandEvent.Invalid(about, problems(json));
            case "conflict" -> new CommandEvent.Conflict(about, source(json, "usedAt"));
            case "cancel-refused" -> new CommandEvent.CancelRefused(about, text(json, "detail"));
            case "parked" -> new CommandEvent.Parked(about, reason(json), time(json, "until"));
            default -> null; // names come from the wire: a later version may have more
        };
    }

    private static About about(JsonNode json) throws IncompleteEventException {
        CommandId id = new CommandId(
                text(json, "hub"), text(json, "deviceId"), textOrNull(json, "moduleId"), text(json, "commandId"));
        JsonNode context = json.get("context");
        return new About(
                time(json, "time"),
                id,
                constant(CommandType.values(), textOrNull(json, "type")),
                number(json, "attempts").intValue(),
                source(json, "source"),
                requestedBy(json.path("requestedBy")),
                context,
                text(json, "digest"),
                json.path("replayed").asBoolean());
    }

    private static @Nullable JsonNode payload(JsonNode json) {
        return json.path("payloadOmitted").asBoolean()
                ? null
                : json.path("payload").deepCopy();
    }

    private static Timing timing(JsonNode json) {
        return new Timing(
                json.path("waitedMs").asDouble(),
                json.path("hubMs").asDouble(),
                json.path("totalMs").asDouble());
    }

    private static Cause cause(JsonNode json) throws IncompleteEventException {
        JsonNode code = json.path("hubErrorCode");
        return new Cause(
                reason(json),
                text(json, "detail"),
                code.isInt() ? code.intValue() : null,
                textOrNull(json, "trackingId"));
    }

    private static Reason reason(JsonNode json) throws IncompleteEventException {
        Reason reason = constant(Reason.values(), text(json, "reason"));
        return reason == null ? Reason.UNEXPECTED : reason;
    }

    private static List<Problem> problems(JsonNode json) throws IncompleteEventException {
        List<Problem> problems = new ArrayList<>();
        for (JsonNode problem : json.path("problems")) {
            problems.add(new Problem(text(problem, "field"), textOrNull(problem, "value"), text(problem, "message")));
        }
        return problems;
    }

    private static Source source(JsonNode json, String name) throws IncompleteEventException {
        JsonNode source = json.path(name);
        return new Source(
                text(source, "topic"),
                number(source, "partition").intValue(),
                number(source, "offset").longValue());
    }

    private static RequestedBy requestedBy(JsonNode by) {
        return new RequestedBy(
                textOrNull(by, "source"),
                textOrNull(by, "authid"),
                textOrNull(by, "eventId"),
                textOrNull(by, "correlationId"));
    }

    private static Instant time(JsonNode json, String name) throws IncompleteEventException {
        return Instant.parse(text(json, name));
    }

    private static String text(JsonNode json, String name) throws IncompleteEventException {
        String text = textOrNull(json, name);
        if (text == null) {
            throw new IncompleteEventException();
        }
        return text;
    }

    private static @Nullable String textOrNull(JsonNode json, String name) {
        return json.path(name).textValue();
    }

    private static JsonNode number(JsonNode json, String name) throws IncompleteEventException {
        JsonNode number = json.path(name);
        if (!number.isIntegralNumber()) {
            throw new IncompleteEventException();
        }
        return number;
    }

    private static <E extends WireName> @Nullable E constant(E[] constants, @Nullable String wire) {
        for (E constant : constants) {
            if (constant.wire().equals(wire)) {
                return constant;
            }
        }
        return null;
    }

    /** Ends the reading of something that is no event; nobody sees it. */
    private static final class IncompleteEventException extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
