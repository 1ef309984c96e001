package io.downlink.orchestrator.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.downlink.contracts.jobs.JobEvent;
import io.downlink.contracts.jobs.JobEventWriter;
import io.downlink.contracts.json.ExactJson;
import io.downlink.contracts.json.JsonObjectWriter;
import io.downlink.orchestrator.life.End;
import io.downlink.orchestrator.life.Job;
import io.downlink.orchestrator.life.JobState.Ended;
import io.downlink.orchestrator.life.JobState.InHub;
import io.downlink.orchestrator.life.JobState.Kept;
import io.downlink.orchestrator.life.JobState.ReadingOutcomes;
import io.downlink.orchestrator.life.JobState.Recurring;
import io.downlink.orchestrator.life.JobState.Retrying;
import io.downlink.orchestrator.life.JobState.Scheduling;
import io.downlink.orchestrator.state.RequestJson;
import java.util.List;

/** A job as it is shown: its status, its latest event, and what was asked for. */
final class JobView {
    static final List<String> STATUSES = List.of(
            "kept",
            "waiting",
            "scheduling",
            "scheduled",
            "running",
            "reading-outcomes",
            "retrying",
            "recurring",
            "completed",
            "failed",
            "cancelled");

    private static final JobEventWriter EVENTS = new JobEventWriter("", JobEventWriter.ORCHESTRATOR);

    private JobView() {}

    static String json(Job job) {
        return JsonObjectWriter.write(json -> {
            json.text("jobId", job.id().jobId());
            json.text("hub", job.id().hub());
            json.text("status", status(job));
            json.time("since", job.state().since());
            if (job.state() instanceof Recurring recurring) {
                json.time("nextRun", recurring.nextRun());
            }
            json.tree(
                    "latestEvent",
                    ExactJson.read(json(job.latest()).getBytes(UTF_8)).tree());
            json.object("request", request -> RequestJson.write(job.request(), request));
        });
    }

    /** As it stands on {@code downlink.job-events}. */
    static String json(JobEvent event) {
        return new String(EVENTS.write(event).value(), UTF_8);
    }

    /** One of {@link #STATUSES}: where it is. */
    static String status(Job job) {
        return switch (job.state()) {
            case Kept kept -> kept.waiting() ? "waiting" : "kept";
            case Scheduling _ -> "scheduling";
            case InHub inHub -> inHub.devices() == null ? "scheduled" : "running";
            case Retrying _ -> "retrying";
            case Recurring _ -> "recurring";
            case ReadingOutcomes _ -> "reading-outcomes";
            case Ended ended ->
                switch (ended.end()) {
                    case End.Completed _ -> "completed";
                    case End.Failed _ -> "failed";
                    case End.Cancelled _ -> "cancelled";
                };
        };
    }
}
