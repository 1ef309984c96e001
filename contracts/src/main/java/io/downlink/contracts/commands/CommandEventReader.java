package io.downlink.contracts.commands;

import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.contracts.commands.CommandEvent.About;
import io.downlink.contracts.commands.CommandEvent.Cause;
import io.downlink.contracts.commands.CommandEvent.Timing;
import io.downlink.contracts.json.JsonObjectReader;
import io.downlink.contracts.json.JsonObjectReader.MissingMemberException;
import io.downlink.contracts.requests.Problem;
import io.downlink.contracts.requests.RequestedBy;
import io.downlink.contracts.requests.Source;
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
                new CommandEvent.Enqueued(about, json.text("messageId"), json.time("expiresAt"), ack(json));
            case "failed" -> new CommandEvent.Failed(about, cause(json));
            case "expired" -> new CommandEvent.Expired(about, json.has("reason") ? cause(json) : null);
            case "cancelled" -> new CommandEvent.Cancelled(about);
            case "in-doubt" -> new CommandEvent.InDoubt(about, cause(json));
            case "invalid" -> new CommandEvent.Invalid(about, Problem.read(json));
            case "conflict" -> new CommandEvent.Conflict(about, Source.read("usedAt", json));
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
                Source.read("source", json),
                RequestedBy.read(json),
                json.tree("context"),
                json.text("digest"),
                json.flag("replayed"));
    }

    /** What is not told, or not known here, counts as none: nobody waits for feedback that may never have been asked for. */
    private static Ack ack(JsonObjectReader json) {
        Ack ack = json.choice("ack", Ack.values());
        return ack == null ? Ack.NONE : ack;
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
}
