package io.downlink.gateway.dispatch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.contracts.commands.Ack;
import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandEvent.Cancelled;
import io.downlink.contracts.commands.CommandEvent.Cause;
import io.downlink.contracts.commands.CommandEvent.Completed;
import io.downlink.contracts.commands.CommandEvent.Enqueued;
import io.downlink.contracts.commands.CommandEvent.Expired;
import io.downlink.contracts.commands.CommandEvent.Failed;
import io.downlink.contracts.commands.CommandEvent.InDoubt;
import io.downlink.contracts.commands.CommandEvent.Timing;
import io.downlink.contracts.commands.Reason;
import io.downlink.contracts.json.ExactJson;
import io.downlink.gateway.dispatch.Outcome.Answered;
import io.downlink.gateway.dispatch.Outcome.Taken;
import io.downlink.gateway.outcome.Causes;
import io.downlink.hub.AckLevel;
import io.downlink.hub.HubFailure;
import io.downlink.hub.MethodResult;
import io.downlink.hub.OutgoingMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The final event of a command, from what was tried for it. */
final class Endings {
    private static final double NANOS_PER_MILLI = 1e6;

    /** A call that began at the given time did not fail. */
    CommandEvent succeeded(Received received, Progress progress, Outcome outcome, Instant began, Instant now) {
        return switch (outcome) {
            case Answered(MethodResult result) -> answered(received, progress, result, began, now);
            case Taken(OutgoingMessage message) ->
                new Enqueued(
                        received.about(now, progress.calls()),
                        message.messageId(),
                        message.expiresAt(),
                        ack(message.ack()));
        };
    }

    private static Ack ack(AckLevel level) {
        return switch (level) {
            case NONE -> Ack.NONE;
            case POSITIVE -> Ack.POSITIVE;
            case NEGATIVE -> Ack.NEGATIVE;
            case FULL -> Ack.FULL;
        };
    }

    private static CommandEvent answered(
            Received received, Progress progress, MethodResult result, Instant began, Instant now) {
        JsonNode payload;
        try {
            payload = ExactJson.read(result.payloadJson().getBytes(StandardCharsets.UTF_8))
                    .tree();
        } catch (JsonProcessingException unreadable) {
            // The device has acted, and what it said of it is lost.
            Cause cause = Causes.of(Reason.ANSWER_UNREADABLE, "The device's answer is no JSON.");
            return new InDoubt(received.about(now, progress.calls()), cause);
        }
        Timing timing = new Timing(
                millis(received.meta().recordTime(), began),
                millis(began, now),
                millis(received.meta().recordTime(), now));
        return new Completed(received.about(now, progress.calls()), result.status(), payload, timing);
    }

    /** The latest call failed, and there will be no other. */
    CommandEvent gaveUp(Received received, Progress progress, HubFailure failure, Instant now) {
        HubFailure doubt = progress.doubt();
        return doubt == null
                ? new Failed(received.about(now, progress.calls()), Causes.of(failure))
                : new InDoubt(received.about(now, progress.calls()), Causes.of(doubt));
    }

    /** The deadline passed before another call was made. */
    CommandEvent late(Received received, Progress progress, Instant now) {
        HubFailure doubt = progress.doubt();
        return doubt == null
                ? new Expired(received.about(now, progress.calls()), causeOrNull(progress.last()))
                : new InDoubt(received.about(now, progress.calls()), Causes.of(doubt));
    }

    /** It was taken back. */
    CommandEvent cancelled(Received received, int calls, Instant now) {
        return new Cancelled(received.about(now, calls));
    }

    /** The deadline passed while it waited for its turn, or for its device. */
    CommandEvent expired(Received received, int calls, Reason reason, Instant now) {
        return new Expired(
                received.about(now, calls), Causes.of(reason, "Its deadline passed while the command waited."));
    }

    /** A gateway has ended, or lost the command's partition, while a call may have been open. */
    CommandEvent interrupted(Received received, Instant now) {
        return new InDoubt(
                received.about(now, 1),
                Causes.of(
                        Reason.INTERRUPTED,
                        "A gateway ended, or lost the partition, while the call may have been open."));
    }

    /** Past its deadline, and older than anything that is kept about earlier attempts. */
    CommandEvent forgotten(Received received, Instant now) {
        return new Expired(
                received.about(now, 0),
                Causes.of(
                        Reason.OUTSIDE_WINDOW, "Not sent now; what became of it earlier is not known here any more."));
    }

    /** Downlink itself is at fault. Once a call was made, nobody can tell whether the device acted. */
    CommandEvent defect(Received received, Progress progress, Instant now) {
        Cause cause = Causes.of(Reason.UNEXPECTED, "A defect of the command gateway; its log says more.");
        return progress.calls() == 0
                ? new Failed(received.about(now, 0), cause)
                : new InDoubt(received.about(now, progress.calls()), cause);
    }

    private static @Nullable Cause causeOrNull(@Nullable HubFailure failure) {
        return failure == null ? null : Causes.of(failure);
    }

    private static double millis(Instant from, Instant to) {
        // Never below zero: the record's time is the sender's clock, not ours.
        return Math.max(0, Duration.between(from, to).toNanos()) / NANOS_PER_MILLI;
    }
}
