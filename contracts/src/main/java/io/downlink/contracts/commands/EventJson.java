package io.downlink.contracts.commands;

import io.downlink.contracts.commands.CommandEvent.About;
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
import io.downlink.contracts.commands.CommandEvent.Timing;
import io.downlink.contracts.json.JsonObjectWriter;
import io.downlink.contracts.requests.Problem;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An event as flat JSON: first what every event says, then what this one adds. What is null is left out. */
final class EventJson {
    private final JsonObjectWriter json;

    private EventJson(JsonObjectWriter json) {
        this.json = json;
    }

    static String of(CommandEvent event) {
        return JsonObjectWriter.write(object -> new EventJson(object).write(event));
    }

    private void write(CommandEvent event) throws IOException {
        json.text("event", event.name());
        json.flag("final", event.isFinal());
        writeAbout(event.about());
        writeOwn(event);
    }

    private void writeAbout(About about) throws IOException {
        json.time("time", about.time());
        json.text("hub", about.id().hub());
        json.text("deviceId", about.id().deviceId());
        json.text("moduleId", about.id().moduleId());
        json.text("commandId", about.id().commandId());
        json.name("type", about.type());
        json.number("attempts", about.attempts());
        about.source().write("source", json);
        about.requestedBy().write(json);
        json.tree("context", about.context());
        json.text("digest", about.digest());
        json.flagIfSet("replayed", about.replayed());
    }

    private void writeOwn(CommandEvent event) throws IOException {
        switch (event) {
            case Completed completed -> writeCompleted(completed);
            case Enqueued enqueued -> writeEnqueued(enqueued);
            case Failed failed -> writeCause(failed.cause());
            case InDoubt inDoubt -> writeCause(inDoubt.cause());
            case Expired expired -> writeCause(expired.lastFailure());
            case Cancelled _ -> {}
            case Invalid invalid -> Problem.write(invalid.problems(), json);
            case Conflict conflict -> conflict.usedAt().write("usedAt", json);
            case CancelRefused refused -> json.text("detail", refused.detail());
            case Parked parked -> {
                json.name("reason", parked.reason());
                json.time("until", parked.until());
            }
        }
    }

    private void writeCompleted(Completed completed) throws IOException {
        json.number("status", completed.status());
        json.tree("payload", completed.payload());
        json.flagIfSet("payloadOmitted", completed.payload() == null);
        Timing timing = completed.timing();
        json.number("waitedMs", timing.waitedMs());
        json.number("hubMs", timing.hubMs());
        json.number("totalMs", timing.totalMs());
    }

    private void writeEnqueued(Enqueued enqueued) throws IOException {
        json.text("messageId", enqueued.messageId());
        json.time("expiresAt", enqueued.expiresAt());
        json.name("ack", enqueued.ack());
        json.flag("feedbackExpected", enqueued.feedbackExpected());
    }

    private void writeCause(@Nullable Cause cause) throws IOException {
        if (cause == null) {
            return;
        }
        json.name("reason", cause.reason());
        json.text("detail", cause.detail());
        json.integer("hubErrorCode", cause.hubErrorCode());
        json.text("trackingId", cause.trackingId());
    }
}
