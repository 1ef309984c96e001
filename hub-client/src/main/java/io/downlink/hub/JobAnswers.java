package io.downlink.hub;

import com.google.gson.JsonElement;
import io.downlink.hub.DeviceJobPage.DeviceError;
import io.downlink.hub.DeviceJobPage.Response;
import io.downlink.hub.DeviceJobPage.Row;
import io.downlink.hub.JobSnapshot.DeviceCounts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads what IoT Hub tells of jobs. What it does not know it passes over; what must be there and is not makes the answer
 * {@linkplain HubFailure.AnswerUnreadable unreadable}.
 */
final class JobAnswers {
    private static final Logger LOGGER = Logger.getLogger(JobAnswers.class);

    private JobAnswers() {}

    static JobSnapshot snapshot(JsonElement answer) {
        JsonFields job = JsonFields.of(answer);
        String jobId = job.required("jobId");
        return snapshot(jobId, job);
    }

    /** @param jobId the one asked for: of a job that the hub does not know, it leaves the id out */
    static JobSnapshot snapshot(String jobId, JsonElement answer) {
        return snapshot(jobId, JsonFields.of(answer));
    }

    /** Without those that cannot be read: they may be anybody's, and hide nobody else's. */
    static List<JobSnapshot> snapshots(JsonElement answer) {
        return JsonFields.array(answer).stream()
                .flatMap(job -> readable(job).stream())
                .toList();
    }

    private static Optional<JobSnapshot> readable(JsonElement job) {
        try {
            return Optional.of(snapshot(job));
        } catch (HubException unreadable) {
            LOGGER.debugf("a job in a list of the hub cannot be read, and is left out reason=%s", unreadable);
            return Optional.empty();
        }
    }

    static List<Row> rows(JsonElement answer) {
        return JsonFields.array(answer).stream().map(JobAnswers::row).toList();
    }

    /** No row is none. */
    static int count(JsonElement answer) {
        List<JsonElement> rows = JsonFields.array(answer);
        return rows.isEmpty() ? 0 : JsonFields.of(rows.getFirst()).number(JobRequests.COUNT);
    }

    static List<String> deviceIds(JsonElement answer) {
        return JsonFields.array(answer).stream()
                .map(row -> JsonFields.of(row).required("deviceId"))
                .toList();
    }

    private static JobSnapshot snapshot(String jobId, JsonFields job) {
        return new JobSnapshot(
                jobId,
                kind(job),
                JobWords.status(job.required("status")),
                job.text("queryCondition"),
                job.time("createdTime"),
                job.time("startTime"),
                job.time("endTime"),
                devices(job.object("deviceJobStatistics")),
                job.text("failureReason"),
                job.text("statusMessage"));
    }

    private static @Nullable DeviceCounts devices(@Nullable JsonFields counts) {
        if (counts == null) {
            return null;
        }
        int succeeded = counts.number("succeededCount");
        int failed = counts.number("failedCount");
        int running = counts.number("runningCount");
        int pending = counts.number("pendingCount");
        return new DeviceCounts(succeeded + failed + running + pending, succeeded, failed, running, pending);
    }

    private static Row row(JsonElement answer) {
        JsonFields row = JsonFields.of(answer);
        return new Row(
                row.required("jobId"),
                row.required("deviceId"),
                row.text("moduleId"),
                kind(row),
                row.required("status"),
                updated(row),
                response(row.object("outcome")),
                error(row.object("error")));
    }

    private static JobSnapshot.Kind kind(JsonFields job) {
        String type = job.text("type");
        return JobWords.kind(type == null ? job.required("jobType") : type); // rows have the second
    }

    private static Instant updated(JsonFields row) {
        for (String name : List.of("lastUpdatedDateTimeUtc", "createdDateTimeUtc")) {
            Instant time = row.time(name);
            if (time != null) {
                return time;
            }
        }
        throw HubRest.unreadable();
    }

    private static @Nullable Response response(@Nullable JsonFields outcome) {
        JsonFields response = outcome == null ? null : outcome.object("deviceMethodResponse");
        return response == null ? null : new Response(response.number("status"), response.json("payload"));
    }

    private static @Nullable DeviceError error(@Nullable JsonFields error) {
        if (error == null) {
            return null;
        }
        String code = error.text("code");
        return new DeviceError(code == null ? "" : code, error.text("description"));
    }
}
