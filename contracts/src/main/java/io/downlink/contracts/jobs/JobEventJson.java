package io.downlink.contracts.jobs;

import io.downlink.contracts.jobs.JobEvent.About;
import io.downlink.contracts.jobs.JobEvent.Accepted;
import io.downlink.contracts.jobs.JobEvent.CancelRefused;
import io.downlink.contracts.jobs.JobEvent.Cancelled;
import io.downlink.contracts.jobs.JobEvent.Cause;
import io.downlink.contracts.jobs.JobEvent.Completed;
import io.downlink.contracts.jobs.JobEvent.Failed;
import io.downlink.contracts.jobs.JobEvent.Forecast;
import io.downlink.contracts.jobs.JobEvent.Invalid;
import io.downlink.contracts.jobs.JobEvent.OutcomesRead;
import io.downlink.contracts.jobs.JobEvent.Progress;
import io.downlink.contracts.jobs.JobEvent.Recurring;
import io.downlink.contracts.jobs.JobEvent.Scheduled;
import io.downlink.contracts.jobs.JobEvent.Skipped;
import io.downlink.contracts.jobs.JobEvent.Waiting;
import io.downlink.contracts.json.JsonObjectWriter;
import io.downlink.contracts.requests.Problem;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An event as flat JSON: first what every event says, then what this one adds. What is null is left out. */
final class JobEventJson {
    private final JsonObjectWriter json;

    private JobEventJson(JsonObjectWriter json) {
        this.json = json;
    }

    static String of(JobEvent event) {
        return JsonObjectWriter.write(object -> {
            object.text("event", event.name());
            object.flag("final", event.isFinal());
            JobEventJson json = new JobEventJson(object);
            json.writeAbout(event.about());
            json.writeOwn(event);
        });
    }

    /** What this event says that others of its name do not. */
    static String ownMembersOf(JobEvent event) {
        return JsonObjectWriter.write(object -> new JobEventJson(object).writeOwn(event));
    }

    private void writeAbout(About about) throws IOException {
        json.time("time", about.time());
        json.text("hub", about.id().hub());
        json.text("jobId", about.id().jobId());
        json.name("type", about.type());
        about.source().write("source", json);
        about.requestedBy().write(json);
        json.tree("context", about.context());
        about.origin().write(json);
        json.text("digest", about.digest());
    }

    private void writeOwn(JobEvent event) throws IOException {
        switch (event) {
            case Accepted _, Cancelled _ -> {}
            case Recurring recurring -> json.time("nextRun", recurring.nextRun());
            case Skipped skipped -> {
                json.time("scheduledFor", skipped.scheduledFor());
                json.text("detail", skipped.detail());
            }
            case Waiting waiting -> json.text("detail", waiting.detail());
            case Scheduled scheduled -> json.time("startTime", scheduled.startTime());
            case Progress progress -> {
                writeDevices(progress.devices());
                writeOutcomes(progress.outcomes());
            }
            case CancelRefused refused -> json.text("detail", refused.detail());
            case Completed completed -> {
                writeDevices(completed.devices());
                json.time("startTime", completed.startTime());
                json.time("endTime", completed.endTime());
                json.texts("followedBy", completed.followedBy());
            }
            case Failed failed -> {
                writeCause(failed.cause());
                writeDevices(failed.devices());
            }
            case Forecast forecast -> forecast.forecast().write(json);
            case Invalid invalid -> Problem.write(invalid.problems(), json);
        }
    }

    private void writeDevices(@Nullable DeviceCounts devices) throws IOException {
        if (devices == null) {
            return;
        }
        json.object("devices", object -> {
            object.number("total", devices.total());
            object.number("succeeded", devices.succeeded());
            object.number("failed", devices.failed());
            object.number("running", devices.running());
            object.number("pending", devices.pending());
        });
    }

    private void writeOutcomes(@Nullable OutcomesRead outcomes) throws IOException {
        if (outcomes != null) {
            json.number("outcomesRead", outcomes.read());
            json.time("restExpectedAt", outcomes.restExpectedAt());
        }
    }

    private void writeCause(Cause cause) throws IOException {
        json.name("reason", cause.reason());
        json.text("detail", cause.detail());
        json.integer("hubErrorCode", cause.hubErrorCode());
        json.text("trackingId", cause.trackingId());
    }
}
