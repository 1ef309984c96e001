package io.downlink.contracts.jobs;

import io.downlink.contracts.jobs.JobEvent.About;
import io.downlink.contracts.jobs.JobEvent.Cause;
import io.downlink.contracts.jobs.JobEvent.OutcomesRead;
import io.downlink.contracts.json.JsonObjectReader;
import io.downlink.contracts.json.JsonObjectReader.MissingMemberException;
import io.downlink.contracts.requests.Problem;
import io.downlink.contracts.requests.RequestedBy;
import io.downlink.contracts.requests.Source;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of {@code downlink.job-events}, leniently: fields that it does not know are ignored, a reason that it
 * does not know is read as {@link JobReason#UNEXPECTED}, a type that it does not know as none.
 */
public final class JobEventReader {
    private JobEventReader() {}

    /**
     * @param value the record's value, null where it has none
     * @return empty where it is no event, or one that this version does not know
     */
    public static Optional<JobEvent> read(byte @Nullable [] value) {
        return JsonObjectReader.read(value, JobEventReader::event);
    }

    private static @Nullable JobEvent event(JsonObjectReader json) throws MissingMemberException {
        About about = about(json);
        return switch (json.text("event")) {
            case "accepted" -> new JobEvent.Accepted(about);
            case "recurring" -> new JobEvent.Recurring(about, json.time("nextRun"));
            case "skipped" -> new JobEvent.Skipped(about, json.time("scheduledFor"), json.text("detail"));
            case "waiting" -> new JobEvent.Waiting(about, json.text("detail"));
            case "scheduled" -> new JobEvent.Scheduled(about, json.timeOrNull("startTime"));
            case "progress" -> new JobEvent.Progress(about, devices(json), outcomes(json));
            case "cancel-refused" -> new JobEvent.CancelRefused(about, json.text("detail"));
            case "completed" ->
                new JobEvent.Completed(
                        about,
                        devices(json),
                        json.timeOrNull("startTime"),
                        json.timeOrNull("endTime"),
                        json.texts("followedBy"));
            case "failed" -> new JobEvent.Failed(about, cause(json), json.has("devices") ? devices(json) : null);
            case "cancelled" -> new JobEvent.Cancelled(about);
            case "forecast" -> new JobEvent.Forecast(about, JobForecast.read(json));
            case "invalid" -> new JobEvent.Invalid(about, Problem.read(json));
            default -> null; // names come from the wire: a later version may have more
        };
    }

    private static About about(JsonObjectReader json) throws MissingMemberException {
        return new About(
                json.time("time"),
                new JobId(json.text("hub"), json.text("jobId")),
                json.choice("type", JobRequestType.values()),
                Source.read("source", json),
                RequestedBy.read(json),
                json.tree("context"),
                Origin.read(json),
                json.text("digest"));
    }

    private static DeviceCounts devices(JsonObjectReader json) throws MissingMemberException {
        JsonObjectReader devices = json.object("devices");
        return new DeviceCounts(
                devices.integer("total"),
                devices.integer("succeeded"),
                devices.integer("failed"),
                devices.integer("running"),
                devices.integer("pending"));
    }

    private static @Nullable OutcomesRead outcomes(JsonObjectReader json) {
        Integer read = json.integerOrNull("outcomesRead");
        return read == null ? null : new OutcomesRead(read, json.timeOrNull("restExpectedAt"));
    }

    private static Cause cause(JsonObjectReader json) throws MissingMemberException {
        json.text("reason");
        JobReason reason = json.choice("reason", JobReason.values());
        return new Cause(
                reason == null ? JobReason.UNEXPECTED : reason,
                json.text("detail"),
                json.integerOrNull("hubErrorCode"),
                json.textOrNull("trackingId"));
    }
}
