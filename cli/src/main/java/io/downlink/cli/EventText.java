package io.downlink.cli;

import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandEvent.CancelRefused;
import io.downlink.contracts.commands.CommandEvent.Cancelled;
import io.downlink.contracts.commands.CommandEvent.Cause;
import io.downlink.contracts.commands.CommandEvent.Completed;
import io.downlink.contracts.commands.CommandEvent.Conflict;
import io.downlink.contracts.commands.CommandEvent.Enqueued;
import io.downlink.contracts.commands.CommandEvent.Expired;
import io.downlink.contracts.commands.CommandEvent.Failed;
import io.downlink.contracts.commands.CommandEvent.InDoubt;
import io.downlink.contracts.commands.CommandEvent.Invalid;
import io.downlink.contracts.commands.CommandEvent.Parked;
import io.downlink.contracts.json.ExactJson;
import io.downlink.contracts.requests.Source;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An event in one line for a person: what happened, to which command, on which device, and what else is known. */
final class EventText {
    private EventText() {}

    static String of(CommandEvent event) {
        return line(event.name(), event.about().id().commandId())
                + "  " + event.about().id().deviceId() + "  " + rest(event) + "  attempts "
                + event.about().attempts();
    }

    /** The beginning of every line about a command. */
    static String line(String what, String commandId) {
        return "%-9s  %s".formatted(what, commandId);
    }

    /** Where a record stands. */
    static String place(String topic, int partition, long offset) {
        return "%s[%d]@%d".formatted(topic, partition, offset);
    }

    private static String rest(CommandEvent event) {
        return switch (event) {
            case Completed completed -> "status %d  %s".formatted(completed.status(), payload(completed));
            case Enqueued enqueued -> "until %s".formatted(enqueued.expiresAt());
            case Failed failed -> cause(failed.cause());
            case Expired expired ->
                "past its deadline"
                        + (expired.lastFailure() == null ? "" : "; before that " + cause(expired.lastFailure()));
            case Cancelled _ -> "taken back before it was sent";
            case InDoubt inDoubt -> cause(inDoubt.cause()) + "; it may have been executed";
            case Invalid invalid ->
                invalid.problems().stream()
                        .map(problem -> problem.field() + ": " + problem.message())
                        .collect(Collectors.joining("; "));
            case Conflict conflict -> "this id was used with other content at " + place(conflict.usedAt());
            case CancelRefused refused -> refused.detail();
            case Parked parked -> "%s, waits until %s".formatted(parked.reason(), parked.until());
        };
    }

    private static String payload(Completed completed) {
        return completed.payload() == null ? "(answer too large for the topic)" : ExactJson.text(completed.payload());
    }

    private static String cause(@Nullable Cause cause) {
        return cause == null ? "" : "%s  %s".formatted(cause.reason(), cause.detail());
    }

    private static String place(Source source) {
        return place(source.topic(), source.partition(), source.offset());
    }
}
