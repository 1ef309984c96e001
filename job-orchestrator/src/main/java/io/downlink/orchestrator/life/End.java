package io.downlink.orchestrator.life;

import io.downlink.contracts.jobs.DeviceCounts;
import io.downlink.contracts.jobs.JobEvent;
import io.downlink.contracts.jobs.JobEvent.About;
import io.downlink.contracts.jobs.JobEvent.Cause;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a job ended. */
public sealed interface End {

    /**
     * It has run; the counts say where it succeeded.
     *
     * @param followedBy the jobs that try the devices again on which it failed
     */
    record Completed(
            DeviceCounts devices,
            @Nullable Instant startTime,
            @Nullable Instant endTime,
            List<String> followedBy) implements End {
        public Completed {
            followedBy = List.copyOf(followedBy);
        }

        Completed followedBy(List<String> jobIds) {
            return new Completed(devices, startTime, endTime, jobIds);
        }
    }

    /** @param devices null where it reached none */
    record Failed(Cause cause, @Nullable DeviceCounts devices) implements End {}

    /** It was taken back. */
    record Cancelled() implements End {}

    /** The final event. */
    default JobEvent toEvent(About about) {
        return switch (this) {
            case Completed(DeviceCounts devices, Instant startTime, Instant endTime, List<String> followedBy) ->
                new JobEvent.Completed(about, devices, startTime, endTime, followedBy);
            case Failed(Cause cause, DeviceCounts devices) -> new JobEvent.Failed(about, cause, devices);
            case Cancelled() -> new JobEvent.Cancelled(about);
        };
    }

    /** What a final event tells; empty for every other. */
    static Optional<End> of(JobEvent event) {
        return switch (event) {
            case JobEvent.Completed completed ->
                Optional.of(new Completed(
                        completed.devices(), completed.startTime(), completed.endTime(), completed.followedBy()));
            case JobEvent.Failed failed -> Optional.of(new Failed(failed.cause(), failed.devices()));
            case JobEvent.Cancelled _ -> Optional.of(new Cancelled());
            case JobEvent.Accepted _,
                    JobEvent.Recurring _,
                    JobEvent.Skipped _,
                    JobEvent.Waiting _,
                    JobEvent.Scheduled _,
                    JobEvent.Progress _,
                    JobEvent.CancelRefused _,
                    JobEvent.Forecast _,
                    JobEvent.Invalid _ -> Optional.empty();
        };
    }
}
