package io.downlink.cli;

import io.downlink.contracts.jobs.DeviceCounts;
import io.downlink.contracts.jobs.DeviceJob;
import io.downlink.contracts.jobs.JobEvent;
import io.downlink.contracts.jobs.JobEvent.Accepted;
import io.downlink.contracts.jobs.JobEvent.CancelRefused;
import io.downlink.contracts.jobs.JobEvent.Cancelled;
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
import io.downlink.contracts.jobs.JobForecast;
import io.downlink.contracts.json.ExactJson;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a job goes, and what it came to on a device, in one line for a person. */
final class JobText {
    private JobText() {}

    static String of(JobEvent event) {
        return RecordText.oneLine(
                EventText.line(event.name(), event.about().id().jobId()) + "  " + rest(event));
    }

    static String of(DeviceJob outcome) {
        return RecordText.oneLine(
                EventText.line(outcome.status().wire(), outcome.job().jobId()) + "  " + outcome.deviceId() + "  "
                        + rest(outcome));
    }

    private static String rest(JobEvent event) {
        return switch (event) {
            case Accepted _ -> "kept until its time has come and the hub has a slot";
            case Recurring recurring -> "is run next at " + recurring.nextRun();
            case Skipped skipped -> "not run at %s: %s".formatted(skipped.scheduledFor(), skipped.detail());
            case Waiting waiting -> waiting.detail();
            case Scheduled scheduled ->
                scheduled.startTime() == null ? "the hub has it" : "the hub starts it at " + scheduled.startTime();
            case Progress progress -> counts(progress.devices()) + outcomes(progress.outcomes());
            case CancelRefused refused -> refused.detail();
            case Completed completed -> counts(completed.devices()) + followUps(completed.followedBy());
            case Failed failed ->
                "%s  %s%s"
                        .formatted(
                                failed.cause().reason(),
                                failed.cause().detail(),
                                failed.devices() == null ? "" : "; " + counts(failed.devices()));
            case Cancelled _ -> "taken back before it ran";
            case Forecast told -> forecast(told.forecast());
            case Invalid invalid ->
                invalid.problems().stream()
                        .map(problem -> problem.field() + ": " + problem.message())
                        .collect(Collectors.joining("; "));
        };
    }

    private static String forecast(JobForecast forecast) {
        return "would reach %d of %d devices in %s, outcomes read in %s more, %d messages of %d a day; limit: %s (%s, %d units%s)"
                .formatted(
                        forecast.reached(),
                        forecast.matched(),
                        forecast.jobTime(),
                        forecast.outcomesTime(),
                        forecast.messages().total(),
                        forecast.messagesPerDay(),
                        forecast.limit().wire(),
                        forecast.tier(),
                        forecast.units(),
                        forecast.assumed() ? ", assumed" : "");
    }

    private static String followUps(List<String> jobIds) {
        return jobIds.isEmpty() ? "" : "; tried again: " + String.join(", ", jobIds);
    }

    private static String counts(DeviceCounts devices) {
        return "%d devices: %d succeeded, %d failed, %d running, %d pending"
                .formatted(
                        devices.total(), devices.succeeded(), devices.failed(), devices.running(), devices.pending());
    }

    private static String outcomes(@Nullable OutcomesRead outcomes) {
        return outcomes == null ? "" : "; outcomes read: %d".formatted(outcomes.read());
    }

    private static String rest(DeviceJob outcome) {
        if (outcome.error() != null) {
            return "%s  %s"
                    .formatted(
                            outcome.error().code(),
                            String.valueOf(outcome.error().description()));
        }
        if (outcome.response() != null) {
            return "status %d  %s"
                    .formatted(
                            outcome.response().status(),
                            ExactJson.text(outcome.response().payload()));
        }
        return outcome.hubStatus();
    }
}
