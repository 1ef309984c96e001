package io.downlink.orchestrator.work;

import io.downlink.contracts.jobs.JobId;
import io.downlink.hub.DeviceJobPage;
import io.downlink.hub.HubJob;
import io.downlink.hub.HubJobs;
import io.downlink.hub.JobSnapshot;
import io.downlink.hub.JobStatus;
import io.downlink.hub.MatchedDevices;
import io.downlink.orchestrator.state.Jobs;
import io.downlink.service.tracing.Spans;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A hub whose calls about one job are spans of the trace that the job belongs to. */
public final class TracedCalls implements HubJobs {
    private final HubJobs hub;
    private final String name;
    private final Jobs jobs;
    private final Spans spans;

    /** @param name as requests call the hub */
    public TracedCalls(HubJobs hub, String name, Jobs jobs, Spans spans) {
        this.hub = hub;
        this.name = name;
        this.jobs = jobs;
        this.spans = spans;
    }

    @Override
    public Uni<JobSnapshot> schedule(HubJob job) {
        return traced(job.jobId(), "schedule", () -> hub.schedule(job));
    }

    @Override
    public Uni<Optional<JobSnapshot>> job(String jobId) {
        return traced(jobId, "get", () -> hub.job(jobId));
    }

    @Override
    public Uni<JobSnapshot> cancel(String jobId) {
        return traced(jobId, "cancel", () -> hub.cancel(jobId));
    }

    /** Of all jobs together, and in no trace. */
    @Override
    public Multi<JobSnapshot> jobs(JobStatus status) {
        return hub.jobs(status);
    }

    @Override
    public Uni<DeviceJobPage> deviceJobs(String jobId, @Nullable String continuation) {
        return traced(jobId, "query", () -> hub.deviceJobs(jobId, continuation));
    }

    @Override
    public Uni<DeviceJobPage> failedDeviceJobs(String jobId, @Nullable String continuation) {
        return traced(jobId, "query", () -> hub.failedDeviceJobs(jobId, continuation));
    }

    /** Of no job: who asks knows for which request. */
    @Override
    public Uni<MatchedDevices> match(String queryCondition, int sampleMax) {
        return hub.match(queryCondition, sampleMax);
    }

    /** A job that was accepted before there were traces belongs to none. */
    private <T> Uni<T> traced(String jobId, String operation, Supplier<Uni<T>> call) {
        return Uni.createFrom()
                .deferred(() -> jobs.inHand(new JobId(name, jobId))
                        .map(job -> job.meta().trace())
                        .map(trace -> spans.call(trace, name, operation, call))
                        .orElseGet(call));
    }

    @Override
    public void close() {
        hub.close();
    }
}
