package io.downlink.contracts.commands;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
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
import io.downlink.contracts.commands.CommandEvent.Problem;
import io.downlink.contracts.commands.CommandEvent.RequestedBy;
import io.downlink.contracts.commands.CommandEvent.Source;
import io.downlink.contracts.commands.CommandEvent.Timing;
import io.downlink.contracts.json.ExactJson;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An event as flat JSON: first what every event says, then what this one adds. What is null is left out. */
final class EventJson {
    private final JsonGenerator json;

    private EventJson(JsonGenerator json) {
        this.json = json;
    }

    static String of(CommandEvent event) {
        return ExactJson.write(generator -> new EventJson(generator).write(event));
    }

    private void write(CommandEvent event) throws IOException {
        json.writeStartObject();
        json.writeStringField("event", event.name());
        json.writeBooleanField("final", event.isFinal());
        writeAbout(event.about());
        writeOwn(event);
        json.writeEndObject();
    }

    private void writeAbout(About about) throws IOException {
        writeTime("time", about.time());
        json.writeStringField("hub", about.id().hub());
        json.writeStringField("deviceId", about.id().deviceId());
        writeText("moduleId", about.id().moduleId());
        json.writeStringField("commandId", about.id().commandId());
        writeText("type", about.type() == null ? null : about.type().wire());
        json.writeNumberField("attempts", about.attempts());
        writeSource("source", about.source());
        writeRequestedBy(about.requestedBy());
        writeTree("context", about.context());
        json.writeStringField("digest", about.digest());
        if (about.replayed()) {
            json.writeBooleanField("replayed", true);
        }
    }

    private void writeOwn(CommandEvent event) throws IOException {
        switch (event) {
            case Completed completed -> writeCompleted(completed);
            case Enqueued enqueued -> writeEnqueued(enqueued);
            case Failed failed -> writeCause(failed.cause());
            case InDoubt inDoubt -> writeCause(inDoubt.cause());
            case Expired expired -> writeCause(expired.lastFailure());
            case Cancelled _ -> {}
            case Invalid invalid -> writeProblems(invalid.problems());
            case Conflict conflict -> writeSource("usedAt", conflict.usedAt());
            case CancelRefused refused -> json.writeStringField("detail", refused.detail());
            case Parked parked -> {
                json.writeStringField("reason", parked.reason().wire());
                writeTime("until", parked.until());
            }
        }
    }

    private void writeCompleted(Completed completed) throws IOException {
        json.writeNumberField("status", completed.status());
        writeTree("payload", completed.payload());
        if (completed.payload() == null) {
            json.writeBooleanField("payloadOmitted", true);
        }
        Timing timing = completed.timing();
        json.writeNumberField("waitedMs", timing.waitedMs());
        json.writeNumberField("hubMs", timing.hubMs());
        json.writeNumberField("totalMs", timing.totalMs());
    }

    private void writeEnqueued(Enqueued enqueued) throws IOException {
        json.writeStringField("messageId", enqueued.messageId());
        writeTime("expiresAt", enqueued.expiresAt());
        json.writeBooleanField("feedbackExpected", enqueued.feedbackExpected());
    }

    private void writeCause(@Nullable Cause cause) throws IOException {
        if (cause == null) {
            return;
        }
        json.writeStringField("reason", cause.reason().wire());
        json.writeStringField("detail", cause.detail());
        if (cause.hubErrorCode() != null) {
            json.writeNumberField("hubErrorCode", cause.hubErrorCode());
        }
        writeText("trackingId", cause.trackingId());
    }

    private void writeProblems(List<Problem> problems) throws IOException {
        json.writeArrayFieldStart("problems");
        for (Problem problem : problems) {
            json.writeStartObject();
            json.writeStringField("field", problem.field());
            writeText("value", problem.value());
            json.writeStringField("message", problem.message());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeSource(String name, Source source) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("topic", source.topic());
        json.writeNumberField("partition", source.partition());
        json.writeNumberField("offset", source.offset());
        json.writeEndObject();
    }

    private void writeRequestedBy(RequestedBy by) throws IOException {
        json.writeObjectFieldStart("requestedBy");
        writeText("source", by.source());
        writeText("authid", by.authid());
        writeText("eventId", by.eventId());
        writeText("correlationId", by.correlationId());
        json.writeEndObject();
    }

    private void writeTime(String name, Instant time) throws IOException {
        json.writeStringField(name, time.toString());
    }

    private void writeText(String name, @Nullable String text) throws IOException {
        if (text != null) {
            json.writeStringField(name, text);
        }
    }

    private void writeTree(String name, @Nullable JsonNode tree) throws IOException {
        if (tree != null) {
            json.writeFieldName(name);
            json.writeTree(tree);
        }
    }
}
