package io.downlink.emulator.jobs;

import io.downlink.emulator.hub.Change;
import io.downlink.emulator.hub.DeviceId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of jobs; each job has a number, by the order in which they came. */
public sealed interface JobChange extends Change {
    /**
     * The hub took the job.
     *
     * @param start when it is to run; not before it was taken
     */
    record JobAccepted(long job, JobSpec spec, Instant created, Instant start) implements JobChange {
        static JobAccepted now(long job, JobSpec spec, Instant now) {
            Instant wanted = spec.startTime();
            return new JobAccepted(job, spec, now, wanted == null || wanted.isBefore(now) ? now : wanted);
        }
    }

    /** The job runs, and these are its devices. */
    record JobStarted(long job, JobWindow window, List<DeviceId> devices, Instant at) implements JobChange {}

    /** The job came further with one device. */
    record JobDeviceWritten(long job, DeviceJob row) implements JobChange {}

    /**
     * The job is over.
     *
     * @param status completed, failed or cancelled
     * @param failureReason null unless it failed
     */
    record JobEnded(long job, JobStatus status, @Nullable String failureReason, Instant at) implements JobChange {}

    /** Nobody can ask for the job any more. */
    record JobForgotten(long job) implements JobChange {}
}
