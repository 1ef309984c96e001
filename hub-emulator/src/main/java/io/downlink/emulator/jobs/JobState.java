package io.downlink.emulator.jobs;

import io.downlink.emulator.hub.Timers.Timer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a job is doing. Only what has not begun can be cancelled: a hub cannot take back what devices were told. */
sealed interface JobState {
    /** The hub has taken it, and not looked at it yet. */
    record Queued() implements JobState {}

    /** It waits for its time. */
    record Scheduled(Timer start) implements JobState {}

    record Running(JobRun run) implements JobState {}

    /** All devices are done with; that some failed shows in the counts. */
    record Completed(JobRun run, Instant at) implements JobState {}

    /** It never began. */
    record Failed(String reason, Instant at) implements JobState {}

    record Cancelled(Instant at) implements JobState {}

    default JobStatus status() {
        return switch (this) {
            case Queued _ -> JobStatus.QUEUED;
            case Scheduled _ -> JobStatus.SCHEDULED;
            case Running _ -> JobStatus.RUNNING;
            case Completed _ -> JobStatus.COMPLETED;
            case Failed _ -> JobStatus.FAILED;
            case Cancelled _ -> JobStatus.CANCELLED;
        };
    }

    /** What became of the devices; null: the job has none yet. */
    default @Nullable JobRun run() {
        return switch (this) {
            case Running running -> running.run;
            case Completed completed -> completed.run;
            case Queued _, Scheduled _, Failed _, Cancelled _ -> null;
        };
    }

    /** When the job ended; null: it has not. */
    default @Nullable Instant end() {
        return switch (this) {
            case Completed completed -> completed.at;
            case Failed failed -> failed.at;
            case Cancelled cancelled -> cancelled.at;
            case Queued _, Scheduled _, Running _ -> null;
        };
    }

    /** Null unless the job failed. */
    default @Nullable String failureReason() {
        return this instanceof Failed failed ? failed.reason : null;
    }
}
