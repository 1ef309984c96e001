package io.downlink.hub;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A hub's jobs over many devices. Every result fails with {@link HubException} and nothing else, and comes on an
 * event loop, which must not be blocked; nothing here that changes a job is repeated by the client itself.
 *
 * @see <a href="https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-jobs">Schedule jobs on multiple devices</a>
 */
public interface HubJobs extends AutoCloseable {

    /**
     * Gives the hub a job.
     *
     * <p>Settle every failure but a plain refusal with {@link #job}: where no answer came the hub may have the job all
     * the same, and whoever asks again may hear {@link HubFailure.JobAlreadyExists} of this very job.
     *
     * @return fails with {@link HubFailure.JobSlotsFull} while the hub runs as many as its tier allows
     * @throws IllegalArgumentException at once, before anything is sent, if a payload or a patch is not one JSON value
     */
    Uni<JobSnapshot> schedule(HubJob job);

    /** How a job stands; empty where the hub knows none of that id, which it may say of one just created. */
    Uni<Optional<JobSnapshot>> job(String jobId);

    /** Takes back a job that does not run yet; fails with {@link HubFailure.JobNotCancellable} where it does. */
    Uni<JobSnapshot> cancel(String jobId);

    /** All jobs, of both kinds, in this state; page by page as they are asked for. */
    Multi<JobSnapshot> jobs(JobStatus status);

    /**
     * One page of what a job came to on each device. Each is a query, of which a hub allows few.
     *
     * @param continuation from the page before, null for the first
     */
    Uni<DeviceJobPage> deviceJobs(String jobId, @Nullable String continuation);

    /**
     * One page of {@link #deviceJobs}, of the devices alone on which the job failed.
     *
     * @param continuation from the page before, null for the first
     */
    Uni<DeviceJobPage> failedDeviceJobs(String jobId, @Nullable String continuation);

    /**
     * The devices for which a condition holds now. These are two queries, of which a hub allows few.
     *
     * @param queryCondition as of a {@link HubJob}; fails with {@link HubFailure.Refused} where the hub cannot read it
     * @param sampleMax how many ids to tell at most
     */
    Uni<MatchedDevices> match(String queryCondition, int sampleMax);

    @Override
    void close();
}
