package io.downlink.emulator.jobs;

import io.downlink.emulator.hub.Hub;
import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.hub.Journal;
import io.downlink.emulator.hub.Timers;
import io.downlink.emulator.jobs.JobChange.JobAccepted;
import io.downlink.emulator.jobs.JobChange.JobForgotten;
import io.downlink.emulator.query.Document;
import io.downlink.emulator.query.Documents;
import io.downlink.emulator.query.JsonDocument;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The jobs of a hub. Any thread may use it. */
public final class Jobs {
    /** How far ahead a job may be scheduled: 168 hours; the service was seen to refuse what lies beyond. */
    private static final Duration START_AHEAD_MAX = Duration.ofDays(7);

    private final JobTools tools;
    private final NavigableMap<Long, Job> jobs = new TreeMap<>(); // by the order in which they came
    private long lastNumber;

    /**
     * No jobs yet, and none are remembered.
     *
     * @param executor where jobs do their work; not a thread that others wait for
     */
    public Jobs(Hub hub, Clock clock, Timers timers, Executor executor, JobRules rules) {
        this(hub, clock, timers, executor, rules, Journal.NONE, new JobsState());
    }

    /**
     * The jobs as far as they came; those that ran go on after a while.
     *
     * @param executor where jobs do their work; not a thread that others wait for
     */
    public Jobs(
            Hub hub,
            Clock clock,
            Timers timers,
            Executor executor,
            JobRules rules,
            Journal journal,
            JobsState remembered) {
        this.tools = new JobTools(
                new Targets(hub.twins()),
                new DeviceWork(hub),
                new Pace(rules.deviceOperationsPerSecond(), clock),
                clock,
                timers,
                executor,
                rules,
                journal);
        remembered.jobs().forEach(this::restore);
    }

    /**
     * Takes a job. Its query condition is read only when it starts.
     *
     * @return the job, which is queued
     * @throws HubException {@link HubError#JOB_ALREADY_EXISTS}, {@link HubError#THROTTLING_MAX_ACTIVE_JOB_COUNT} or
     *     {@link HubError#ARGUMENT_INVALID} if it is to start more than 168 hours from now
     */
    public JobSnapshot schedule(JobSpec spec) {
        checkStart(spec.startTime());
        Job job = add(spec);
        JobSnapshot queued = job.snapshot();
        // Not at once: what is returned is queued, as the service tells it.
        tools.timers().after(Duration.ZERO, job::begin);
        return queued;
    }

    /** One job; null: there is none. */
    public @Nullable JobSnapshot get(JobId id) {
        Job job = find(id);
        return job == null ? null : job.snapshot();
    }

    /**
     * Cancels a job that does not run yet.
     *
     * @return the job, which is cancelled
     * @throws HubException {@link HubError#JOB_NOT_FOUND}, or {@link HubError#OPERATION_NOT_ALLOWED} if it runs or is
     *     over
     */
    public JobSnapshot cancel(JobId id) {
        Job job = find(id);
        if (job == null) {
            throw new HubException(HubError.JOB_NOT_FOUND, "Job " + id + " not found");
        }
        return job.cancel();
    }

    /** The jobs that came after this number, each with its own number, in the order in which they came. */
    public List<Numbered> after(long number) {
        return from(number, false).entrySet().stream()
                .map(entry -> new Numbered(entry.getKey(), entry.getValue().snapshot()))
                .toList();
    }

    /** What became of each device in each job, for queries. */
    public Documents deviceJobs() {
        return key -> {
            DeviceJobKey after = key == null ? DeviceJobKey.FIRST : DeviceJobKey.parse(key);
            return from(after.job(), true).entrySet().stream()
                    .flatMap(job -> rows(job.getKey(), job.getValue(), after));
        };
    }

    /** A copy, so that nobody has to wait while what is in it is read. */
    private synchronized NavigableMap<Long, Job> from(long number, boolean inclusive) {
        return new TreeMap<>(jobs.tailMap(number, inclusive));
    }

    private static Stream<Document> rows(long number, Job job, DeviceJobKey after) {
        return job.rowsAfter(number == after.job() ? after.device() : null).stream()
                .map(row -> new JsonDocument(
                        new DeviceJobKey(number, row.device().value()).toString(), DeviceJobDocument.of(row)));
    }

    private void checkStart(@Nullable Instant start) {
        if (start != null && start.isAfter(tools.clock().instant().plus(START_AHEAD_MAX))) {
            throw new HubException(
                    HubError.ARGUMENT_INVALID,
                    "startTime must be within " + START_AHEAD_MAX.toHours() + " hours from now.");
        }
    }

    private synchronized Job add(JobSpec spec) {
        if (find(spec.id()) != null) {
            throw new HubException(HubError.JOB_ALREADY_EXISTS, "A job with ID '" + spec.id() + "' already exists.");
        }
        if (active(jobs.values()) >= tools.rules().activeMax()) {
            throw new HubException(
                    HubError.THROTTLING_MAX_ACTIVE_JOB_COUNT,
                    "The hub has " + tools.rules().activeMax() + " active jobs, which is the most it may have.");
        }
        JobAccepted accepted =
                JobAccepted.now(lastNumber + 1, spec, tools.clock().instant());
        tools.journal().append(accepted);
        lastNumber = accepted.job();
        Job job = new Job(
                accepted, tools, () -> forgetAfter(accepted.job(), tools.rules().retention()));
        jobs.put(accepted.job(), job);
        return job;
    }

    private synchronized void restore(AcceptedJob memory) {
        long number = memory.accepted().job();
        Job job = Job.restored(
                memory, tools, () -> forgetAfter(number, tools.rules().retention()));
        jobs.put(number, job);
        lastNumber = number;
        if (memory.ended() != null) {
            Instant forgotten = memory.ended().at().plus(tools.rules().retention());
            forgetAfter(number, Duration.between(tools.clock().instant(), forgotten));
        } else if (memory.started() != null) {
            tools.timers()
                    .after(tools.rules().resumption(), () -> tools.executor().execute(job::resume));
        } else {
            tools.timers().after(Duration.ZERO, job::begin);
        }
    }

    private void forgetAfter(long number, Duration time) {
        tools.timers().after(time.isNegative() ? Duration.ZERO : time, () -> forget(number));
    }

    private synchronized void forget(long number) {
        tools.journal().append(new JobForgotten(number));
        jobs.remove(number);
    }

    private synchronized @Nullable Job find(JobId id) {
        return jobs.values().stream()
                .filter(job -> job.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    private static long active(Collection<Job> jobs) {
        return jobs.stream().filter(Job::active).count();
    }

    /** A job and its place among all of them. */
    public record Numbered(long number, JobSnapshot job) {}
}
