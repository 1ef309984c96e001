package io.downlink.orchestrator.world;

import io.downlink.hub.DeviceJobPage;
import io.downlink.hub.HubException;
import io.downlink.hub.HubFailure;
import io.downlink.hub.HubFailure.Evidence;
import io.downlink.hub.HubJob;
import io.downlink.hub.HubJobs;
import io.downlink.hub.JobSnapshot;
import io.downlink.hub.JobStatus;
import io.downlink.hub.MatchedDevices;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A hub as far as jobs go: ids are taken once, active jobs hold slots, only what has not begun can be taken back. A test
 * lets jobs go on, and answers go astray.
 */
public final class FakeHub implements HubJobs {
    private static final Evidence EVIDENCE = new Evidence("the hub's words", null, null);

    /** Told of every call. */
    private final Consumer<String> calls;

    private final Map<String, JobSnapshot> jobs = new LinkedHashMap<>();
    private final Map<String, List<DeviceJobPage>> pages = new LinkedHashMap<>();
    private final Deque<Fault> faults = new ArrayDeque<>();
    private int slots = 1;
    private MatchedDevices matched = new MatchedDevices(0, List.of());
    private @Nullable HubFailure silence;
    private final Map<String, Runnable> whenAsked = new HashMap<>();
    private final Map<String, HubFailure> failing = new HashMap<>();
    private final Map<String, CompletableFuture<Void>> held = new HashMap<>();

    public FakeHub(Consumer<String> calls) {
        this.calls = calls;
    }

    /** @param taken whether the hub does what it is asked before the answer goes astray */
    private record Fault(boolean taken, HubFailure failure) {}

    public void slots(int number) {
        slots = number;
    }

    /** The next request to take a job fails. */
    public void thenFailsToAnswer(boolean taken, HubFailure failure) {
        faults.add(new Fault(taken, failure));
    }

    /** From now on every question fails, until this is called with null. */
    public void isSilent(@Nullable HubFailure failure) {
        silence = failure;
    }

    /** Before a call of this kind is answered, that happens. */
    public void whenAsked(String call, Runnable happens) {
        whenAsked.put(call, happens);
    }

    /** From now on such a call fails, and does nothing. */
    public void neverAnswers(String call, HubFailure failure) {
        failing.put(call, failure);
    }

    /** From now on such a call is answered again. */
    public void answers(String call) {
        failing.remove(call);
    }

    /** From now on such a call is done, and answered only when this is completed. */
    public CompletableFuture<Void> holdsAnswersTo(String call) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        held.put(call, answer);
        return answer;
    }

    public void has(String jobId, JobStatus status) {
        put(jobId, status, null);
    }

    public void goesOn(String jobId, JobStatus status, JobSnapshot.DeviceCounts counts) {
        put(jobId, status, counts);
    }

    public void forgets(String jobId) {
        jobs.remove(jobId);
    }

    /** What the job came to on each device, page by page. */
    public void tells(String jobId, List<DeviceJobPage> ofDevices) {
        pages.put(jobId, ofDevices);
    }

    public List<String> jobIds() {
        return new ArrayList<>(jobs.keySet());
    }

    @Override
    public Uni<JobSnapshot> schedule(HubJob job) {
        return answer("PUT " + job.jobId(), () -> {
            Fault fault = faults.poll();
            if (fault == null || fault.taken()) {
                take(job.jobId());
            }
            if (fault != null) {
                throw new HubException(fault.failure(), null);
            }
            return known(job.jobId());
        });
    }

    private void take(String jobId) {
        if (jobs.containsKey(jobId)) {
            throw new HubException(new HubFailure.JobAlreadyExists(EVIDENCE), null);
        }
        if (jobs.values().stream().filter(job -> job.status().active()).count() >= slots) {
            throw new HubException(new HubFailure.JobSlotsFull(EVIDENCE), null);
        }
        put(jobId, JobStatus.QUEUED, null);
    }

    @Override
    public Uni<Optional<JobSnapshot>> job(String jobId) {
        return answer("GET " + jobId, () -> Optional.ofNullable(jobs.get(jobId)));
    }

    @Override
    public Uni<JobSnapshot> cancel(String jobId) {
        return answer("CANCEL " + jobId, () -> {
            JobSnapshot job = known(jobId);
            switch (job.status()) {
                case ENQUEUED, QUEUED, SCHEDULED -> put(jobId, JobStatus.CANCELLED, null);
                case UNKNOWN, RUNNING, COMPLETED, FAILED, CANCELLED ->
                    throw new HubException(new HubFailure.JobNotCancellable(EVIDENCE), null);
            }
            return known(jobId);
        });
    }

    @Override
    public Multi<JobSnapshot> jobs(JobStatus status) {
        return answer(
                        "LIST " + status,
                        () -> jobs.values().stream()
                                .filter(job -> job.status() == status)
                                .toList())
                .onItem()
                .transformToMulti(found -> Multi.createFrom().iterable(found));
    }

    @Override
    public Uni<DeviceJobPage> deviceJobs(String jobId, @Nullable String continuation) {
        return answer("QUERY " + jobId + " " + continuation, () -> {
            List<DeviceJobPage> all = pages.getOrDefault(jobId, List.of(new DeviceJobPage(List.of(), null)));
            return all.get(continuation == null ? 0 : Integer.parseInt(continuation));
        });
    }

    @Override
    public Uni<DeviceJobPage> failedDeviceJobs(String jobId, @Nullable String continuation) {
        return answer("FAILED " + jobId + " " + continuation, () -> {
            List<DeviceJobPage> all = pages.getOrDefault(jobId, List.of(new DeviceJobPage(List.of(), null)));
            DeviceJobPage page = all.get(continuation == null ? 0 : Integer.parseInt(continuation));
            return new DeviceJobPage(
                    page.rows().stream()
                            .filter(row -> row.status().equals("failed"))
                            .toList(),
                    page.continuation());
        });
    }

    @Override
    public Uni<MatchedDevices> match(String queryCondition, int sampleMax) {
        return answer("MATCH " + queryCondition, () -> matched);
    }

    /** What every condition holds for. */
    public void matches(MatchedDevices devices) {
        matched = devices;
    }

    private <T> Uni<T> answer(String call, Supplier<T> answer) {
        Uni<T> answered = Uni.createFrom().item(() -> {
            calls.accept(call);
            whenAsked.getOrDefault(call, () -> {}).run();
            HubFailure failure = failing.getOrDefault(call, silence);
            if (failure != null) {
                throw new HubException(failure, null);
            }
            return answer.get();
        });
        CompletableFuture<Void> hold = held.get(call);
        return hold == null
                ? answered
                : answered.onItemOrFailure().call(() -> Uni.createFrom().completionStage(hold));
    }

    private JobSnapshot known(String jobId) {
        JobSnapshot job = jobs.get(jobId);
        if (job == null) {
            throw new HubException(new HubFailure.JobNotFound(EVIDENCE), null);
        }
        return job;
    }

    private void put(String jobId, JobStatus status, JobSnapshot.@Nullable DeviceCounts counts) {
        boolean failed = status == JobStatus.FAILED;
        jobs.put(
                jobId,
                new JobSnapshot(
                        jobId,
                        JobSnapshot.Kind.METHOD,
                        status,
                        null,
                        null,
                        null,
                        null,
                        counts,
                        failed ? "it cannot be read" : null,
                        null));
    }

    @Override
    public void close() {
        // nothing is open
    }
}
