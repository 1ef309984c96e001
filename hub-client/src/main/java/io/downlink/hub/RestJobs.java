package io.downlink.hub;

import com.google.gson.JsonObject;
import io.downlink.hub.HubFailure.JobNotFound;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Jobs over IoT Hub's REST. */
final class RestJobs {
    private static final String QUERY = "/devices/query";

    private final HubRest rest;

    RestJobs(HubRest rest) {
        this.rest = rest;
    }

    Uni<JobSnapshot> schedule(HubJob job) {
        JsonObject request = JobRequests.schedule(job);
        return rest.put(path(job.jobId()), request).map(answer -> JobAnswers.snapshot(job.jobId(), answer.json()));
    }

    Uni<Optional<JobSnapshot>> job(String jobId) {
        return rest.get(path(jobId))
                .map(answer -> known(JobAnswers.snapshot(jobId, answer.json())))
                .onFailure(RestJobs::saysThatThereIsNone)
                .recoverWithItem(Optional.empty());
    }

    Uni<JobSnapshot> cancel(String jobId) {
        return rest.post(path(jobId) + "/cancel", new JsonObject())
                .map(answer -> JobAnswers.snapshot(jobId, answer.json()));
    }

    Multi<JobSnapshot> jobs(JobStatus status) {
        return Multi.createBy().concatenating().streams(jobs(JobWords.METHOD, status), jobs(JobWords.TWIN, status));
    }

    Uni<DeviceJobPage> deviceJobs(String jobId, @Nullable String continuation) {
        return deviceJobs(JobRequests.deviceJobs(jobId), continuation);
    }

    Uni<DeviceJobPage> failedDeviceJobs(String jobId, @Nullable String continuation) {
        return deviceJobs(JobRequests.failedDeviceJobs(jobId), continuation);
    }

    private Uni<DeviceJobPage> deviceJobs(JsonObject query, @Nullable String continuation) {
        return rest.postPage(QUERY, query, continuation)
                .map(page -> new DeviceJobPage(JobAnswers.rows(page.json()), page.continuation()));
    }

    Uni<MatchedDevices> match(String queryCondition, int sampleMax) {
        JsonObject count = JobRequests.count(queryCondition);
        JsonObject sample = JobRequests.deviceIds(queryCondition, sampleMax);
        return rest.postPage(QUERY, count, null)
                .map(answer -> JobAnswers.count(answer.json()))
                .chain(counted -> rest.postPage(QUERY, sample, null)
                        .map(answer -> new MatchedDevices(counted, JobAnswers.deviceIds(answer.json()))));
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
        return rest.getPage(path, last.get())
                .map(page -> new JobPage(JobAnswers.snapshots(page.json()), page.continuation()))
                .invoke(page -> last.set(page.continuation()));
    }

    /** How IoT Hub says that there is none; with another kind's status it is a job that is not ours. */
    private static Optional<JobSnapshot> known(JobSnapshot job) {
        boolean unknown = job.kind() == JobSnapshot.Kind.UNKNOWN && job.status() == JobStatus.UNKNOWN;
        return unknown ? Optional.empty() : Optional.of(job);
    }

    private static boolean saysThatThereIsNone(Throwable thrown) {
        return thrown instanceof HubException refusal && refusal.failure() instanceof JobNotFound;
    }

    private static String path(String jobId) {
        return "/jobs/v2/" + HubId.escape(jobId);
    }

    private record JobPage(List<JobSnapshot> jobs, @Nullable String continuation) {}
}
