package io.downlink.contracts.commands;

import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.contracts.commands.CommandEvent.About;
import io.downlink.contracts.commands.CommandEvent.Cause;
import io.downlink.contracts.commands.CommandEvent.Problem;
import io.downlink.contracts.commands.CommandEvent.RequestedBy;
import io.downlink.contracts.commands.CommandEvent.Source;
import io.downlink.contracts.commands.CommandEvent.Timing;
import io.downlink.contracts.json.JsonObjectReader;
import io.downlink.contracts.json.JsonObjectReader.MissingMemberException;
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
        return JsonObjectReader.read(value, CommandEventReader::event);
    }

    private static @Nullable CommandEvent event(JsonObjectReader json) throws MissingMemberException {
        About about = about(json);
        return switch (json.text("event")) {
            case "completed" -> new CommandEvent.Completed(about, json.integer("status"), payload(json), timing(json));
            case "enqueued" ->
                new CommandEvent.Enqueued(
                        about, json.text("messageId"), json.time("expiresAt"), json.flag("feedbackExpected"));
            case "failed" -> new CommandEvent.Failed(about, cause(json));
            case "expired" -> new CommandEvent.Expired(about, json.has("reason") ? cause(json) : null);
            case "cancelled" -> new CommandEvent.Cancelled(about);
            case "in-doubt" -> new CommandEvent.InDoubt(about, cause(json));
            case "invalid" -> new CommandEvent.Invalid(about, problems(json));
            case "conflict" -> new CommandEvent.Conflict(about, source(json.object("usedAt")));
            case "cancel-refused" -> new CommandEvent.CancelRefused(about, json.text("detail"));
            case "parked" -> new CommandEvent.Parked(about, reason(json), json.time("until"));
            default -> null; // names come from the wire: a later version may have more
        };
    }

    private static About about(JsonObjectReader json) throws MissingMemberException {
        CommandId id = new CommandId(
                json.text("hub"), json.text("deviceId"), json.textOrNull("moduleId"), json.text("commandId"));
        return new About(
                json.time("time"),
                id,
                json.choice("type", CommandType.values()),
                json.integer("attempts"),
                source(json.object("source")),
                requestedBy(json.object("requestedBy")),
                json.tree("context"),
                json.text("digest"),
                json.flag("replayed"));
    }

    private static @Nullable JsonNode payload(JsonObjectReader json) {
        return json.flag("payloadOmitted") ? null : json.tree("payload");
    }

    private static Timing timing(JsonObjectReader json) {
        return new Timing(json.number("waitedMs"), json.number("hubMs"), json.number("totalMs"));
    }

    private static Cause cause(JsonObjectReader json) throws MissingMemberException {
        return new Cause(
                reason(json), json.text("detail"), json.integerOrNull("hubErrorCode"), json.textOrNull("trackingId"));
    }

    private static Reason reason(JsonObjectReader json) throws MissingMemberException {
        json.text("reason");
        Reason reason = json.choice("reason", Reason.values());
        return reason == null ? Reason.UNEXPECTED : reason;
    }

    private static List<Problem> problems(JsonObjectReader json) throws MissingMemberException {
        List<Problem> problems = new ArrayList<>();
        for (JsonObjectReader problem : json.objects("problems")) {
            problems.add(new Problem(problem.text("field"), problem.textOrNull("value"), problem.text("message")));
        }
        return problems;
    }

    private static Source source(JsonObjectReader source) throws MissingMemberException {
        return new Source(source.text("topic"), source.integer("partition"), source.longInteger("offset"));
    }

    private static RequestedBy requestedBy(JsonObjectReader by) {
        return new RequestedBy(
                by.textOrNull("source"),
                by.textOrNull("authid"),
                by.textOrNull("eventId"),
                by.textOrNull("correlationId"));
    }
}
