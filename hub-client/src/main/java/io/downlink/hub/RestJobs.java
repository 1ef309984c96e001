package io.downlink.hub;

import com.google.gson.JsonObject;
import io.downlink.hub.HubFailure.JobNotFound;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Jobs over IoT Hub's REST. */
final class RestJobs implements HubJobs {
    private final HubRest rest;
    private final OpenCalls calls;
    private final Places places;

    RestJobs(HubRest rest, OpenCalls calls, Places places) {
        this.rest = rest;
        this.calls = calls;
        this.places = places;
    }

    @Override
    public Uni<JobSnapshot> schedule(HubJob job) {
        JsonObject request = JobRequests.schedule(job);
        return call(() -> JobAnswers.snapshot(
                job.jobId(), rest.put(path(job.jobId()), request).json()));
    }

    @Override
    public Uni<Optional<JobSnapshot>> job(String jobId) {
        return call(() -> known(jobId));
    }

    @Override
    public Uni<JobSnapshot> cancel(String jobId) {
        return call(() -> JobAnswers.snapshot(
                jobId, rest.post(path(jobId) + "/cancel", new JsonObject()).json()));
    }

    @Override
    public Multi<JobSnapshot> jobs(JobStatus status) {
        return Multi.createBy().concatenating().streams(jobs(JobWords.METHOD, status), jobs(JobWords.TWIN, status));
    }

    @Override
    public Uni<DeviceJobPage> deviceJobs(String jobId, @Nullable String continuation) {
        JsonObject query = JobRequests.deviceJobs(jobId);
        return call(() -> {
            HubRest.Answer page = rest.postPage("/devices/query", query, continuation);
            return new DeviceJobPage(JobAnswers.rows(page.json()), page.continuation());
        });
    }

    @Override
    public void close() {
        rest.close();
    }

    /** By kind: without one the list holds imports, exports and more. */
    private Multi<JobSnapshot> jobs(String kind, JobStatus status) {
        String path = "/jobs/v2/query?jobType=" + kind + "&jobStatus=" + JobWords.of(status);
        return Multi.createBy()
                .repeating()
                .uni(AtomicReference<@Nullable String>::new, last -> page(path, last))
                .whilst(page -> page.continuation() != null)
                .onItem()
                .transformToIterable(JobPage::jobs);
    }

    private Uni<JobPage> page(String path, AtomicReference<@Nullable String> last) {
        return call(() -> {
                    HubRest.Answer page = rest.getPage(path, last.get());
                    return new JobPage(JobAnswers.snapshots(page.json()), page.continuation());
                })
                .invoke(page -> last.set(page.continuation()));
    }

    private Optional<JobSnapshot> known(String jobId) {
        try {
            JobSnapshot job = JobAnswers.snapshot(jobId, rest.get(path(jobId)).json());
            // How IoT Hub says that there is none; with another kind's status it is a job that is not ours.
            boolean unknown = job.kind() == JobSnapshot.Kind.UNKNOWN && job.status() == JobStatus.UNKNOWN;
            return unknown ? Optional.empty() : Optional.of(job);
        } catch (HubException e) {
            if (e.failure() instanceof JobNotFound) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private <T> Uni<T> call(Supplier<? extends T> send) {
        return calls.call(send, HubRest.END, places);
    }

    private static String path(String jobId) {
        return "/jobs/v2/" + HubId.escape(jobId);
    }

    private record JobPage(List<JobSnapshot> jobs, @Nullable String continuation) {}
}
