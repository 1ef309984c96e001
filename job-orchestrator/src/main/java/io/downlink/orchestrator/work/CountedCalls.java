package io.downlink.orchestrator.work;

import io.downlink.hub.DeviceJobPage;
import io.downlink.hub.HubJob;
import io.downlink.hub.HubJobs;
import io.downlink.hub.JobSnapshot;
import io.downlink.hub.JobStatus;
import io.downlink.hub.MatchedDevices;
import io.downlink.orchestrator.outcome.HubCallMeters.OfHub;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A hub whose calls are counted. */
public final class CountedCalls implements HubJobs {
    /** One for each kind of job: no hub runs as many jobs as a page has rows. */
    private static final int CALLS_OF_A_LIST = 2;
    /** The number, and the sample. */
    private static final int CALLS_OF_A_MATCH = 2;

    private final HubJobs hub;
    private final OfHub meters;

    public CountedCalls(HubJobs hub, OfHub meters) {
        this.hub = hub;
        this.meters = meters;
    }

    @Override
    public Uni<JobSnapshot> schedule(HubJob job) {
        return counted("schedule", hub.schedule(job));
    }

    @Override
    public Uni<Optional<JobSnapshot>> job(String jobId) {
        return counted("get", hub.job(jobId));
    }

    @Override
    public Uni<JobSnapshot> cancel(String jobId) {
        return counted("cancel", hub.cancel(jobId));
    }

    @Override
    public Multi<JobSnapshot> jobs(JobStatus status) {
        return hub.jobs(status).onSubscription().invoke(() -> meters.called("list", CALLS_OF_A_LIST));
    }

    @Override
    public Uni<DeviceJobPage> deviceJobs(String jobId, @Nullable String continuation) {
        return counted("query", hub.deviceJobs(jobId, continuation));
    }

    @Override
    public Uni<DeviceJobPage> failedDeviceJobs(String jobId, @Nullable String continuation) {
        return counted("query", hub.failedDeviceJobs(jobId, continuation));
    }

    @Override
    public Uni<MatchedDevices> match(String queryCondition, int sampleMax) {
        return hub.match(queryCondition, sampleMax)
                .onSubscription()
                .invoke(() -> meters.called("query", CALLS_OF_A_MATCH));
    }

    private <T> Uni<T> counted(String operation, Uni<T> call) {
        return call.onSubscription().invoke(() -> meters.called(operation, 1));
    }

    @Override
    public void close() {
        hub.close();
    }
}
