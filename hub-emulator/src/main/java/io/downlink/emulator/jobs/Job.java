package io.downlink.emulator.jobs;

import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.jobs.JobChange.JobAccepted;
import io.downlink.emulator.jobs.JobChange.JobDeviceWritten;
import io.downlink.emulator.jobs.JobChange.JobEnded;
import io.downlink.emulator.jobs.JobChange.JobStarted;
import io.downlink.emulator.jobs.JobState.Cancelled;
import io.downlink.emulator.jobs.JobState.Completed;
import io.downlink.emulator.jobs.JobState.Failed;
import io.downlink.emulator.jobs.JobState.Queued;
import io.downlink.emulator.jobs.JobState.Running;
import io.downlink.emulator.jobs.JobState.Scheduled;
import io.downlink.emulator.query.QuerySyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One job, from its acceptance to its end. Its own lock guards its state. */
final class Job {
    private static final Logger LOGGER = Logger.getLogger(Job.class);

    private final JobAccepted accepted;
    private final JobTools tools;
    private final Runnable atEnd;
    private JobState state = new Queued();

    /**
     * A job that has not begun.
     *
     * @param atEnd runs once, when the job has completed, failed or was cancelled
     */
    Job(JobAccepted accepted, JobTools tools, Runnable atEnd) {
        this.accepted = accepted;
        this.tools = tools;
        this.atEnd = atEnd;
    }

    /** A job as far as it came before the hub ended. */
    static Job restored(AcceptedJob memory, JobTools tools, Runnable atEnd) {
        Job job = new Job(memory.accepted(), tools, atEnd);
        job.state = job.stateOf(memory);
        return job;
    }

    JobId id() {
        return accepted.spec().id();
    }

    /** Whether the job holds one of the hub's slots. */
    boolean active() {
        return state().status().active();
    }

    JobSnapshot snapshot() {
        JobState now = state();
        JobRun run = now.run();
        JobCounts counts = run == null ? JobCounts.NONE : run.counts();
        return new JobSnapshot(
                accepted.spec(),
                now.status(),
                accepted.created(),
                accepted.start(),
                now.end(),
                now.failureReason(),
                counts);
    }

    /** The rows of the devices whose ids follow this one; null: all. */
    List<DeviceJob> rowsAfter(@Nullable String device) {
        JobRun run = state().run();
        return run == null ? List.of() : run.rowsAfter(device);
    }

    /** Goes on after the hub began anew. */
    void resume() {
        if (state() instanceof Running(var run)) {
            run.start();
        }
    }

    /** Begins, or waits for the time to do so. */
    synchronized void begin() {
        if (!(state instanceof Queued)) {
            return;
        }
        Duration wait = Duration.between(tools.clock().instant(), accepted.start());
        if (wait.isPositive()) {
            state = new Scheduled(
                    tools.timers().after(wait, () -> tools.executor().execute(this::run)));
        } else {
            tools.executor().execute(this::run);
        }
    }

    /**
     * Cancels what has not begun.
     *
     * @throws HubException {@link HubError#OPERATION_NOT_ALLOWED} if it has
     */
    JobSnapshot cancel() {
        synchronized (this) {
            Instant now = tools.clock().instant();
            switch (state) {
                case Queued _ -> written(ended(JobStatus.CANCELLED, null, now));
                case Scheduled(var timer) -> {
                    written(ended(JobStatus.CANCELLED, null, now));
                    timer.cancel();
                }
                case Running _, Completed _, Failed _, Cancelled _ ->
                    throw new HubException(
                            HubError.OPERATION_NOT_ALLOWED,
                            "Job " + id() + " is " + state.status() + " and cannot be cancelled.");
            }
            state = new Cancelled(now);
        }
        atEnd.run();
        return snapshot();
    }

    private void run() {
        try {
            run(tools.targets().of(accepted.spec().queryCondition()));
        } catch (QuerySyntaxException notACondition) {
            fail("ErrorCode:ArgumentInvalid;BadRequest; queryCondition, " + notACondition.getMessage());
        } catch (RuntimeException defect) {
            LOGGER.error("job failed jobId=" + id(), defect);
            fail("ErrorCode:ServerError;The emulator failed; its log says why.");
        }
    }

    private void run(List<DeviceId> devices) {
        Instant now = tools.clock().instant();
        JobSpec spec = accepted.spec();
        Instant start = accepted.start();
        JobWindow window = new JobWindow(id(), spec.action().type(), start, start.plus(spec.maxExecutionTime()));
        JobRun run = runOf(
                window,
                devices.stream()
                        .map(device -> DeviceJob.pending(device, window, now))
                        .toList());
        if (change(new JobStarted(accepted.job(), window, devices, now), new Running(run))) {
            LOGGER.debugf("job started jobId=%s devices=%d", id(), devices.size());
            run.start();
        }
    }

    private JobRun runOf(JobWindow window, Collection<DeviceJob> rows) {
        return new JobRun(accepted.job(), window, accepted.spec().action(), rows, tools, this::complete);
    }

    private void complete() {
        Instant now = tools.clock().instant();
        if (state() instanceof Running(var run)
                && change(ended(JobStatus.COMPLETED, null, now), new Completed(run, now))) {
            atEnd.run();
        }
    }

    private void fail(String reason) {
        Instant now = tools.clock().instant();
        if (change(ended(JobStatus.FAILED, reason, now), new Failed(reason, now))) {
            atEnd.run();
        }
    }

    /** Goes on, unless the job is over: it may have been cancelled meanwhile. */
    private synchronized boolean change(JobChange change, JobState next) {
        if (!state.status().active()) {
            return false;
        }
        written(change);
        state = next;
        return true;
    }

    private JobEnded ended(JobStatus status, @Nullable String failureReason, Instant now) {
        return new JobEnded(accepted.job(), status, failureReason, now);
    }

    private void written(JobChange change) {
        tools.journal().append(change);
    }

    private JobState stateOf(AcceptedJob memory) {
        JobStarted started = memory.started();
        JobEnded end = memory.ended();
        if (end == null) {
            return started == null
                    ? new Queued()
                    : new Running(runOf(
                            started.window(),
                            memory.rows().stream().map(this::afterBreak).toList()));
        }
        return switch (end.status()) {
            case COMPLETED ->
                new Completed(
                        runOf(
                                Objects.requireNonNull(started, "what never ran is not complete")
                                        .window(),
                                memory.rows()),
                        end.at());
            case FAILED -> new Failed(String.valueOf(end.failureReason()), end.at());
            case CANCELLED -> new Cancelled(end.at());
            case QUEUED, SCHEDULED, RUNNING -> throw new IllegalStateException("no end of a job: " + end.status());
        };
    }

    /** What was on its way when the hub ended: a device may have run a method, and must not be asked to do so twice. */
    private DeviceJob afterBreak(DeviceJob row) {
        if (row.status() != DeviceJobStatus.RUNNING) {
            return row;
        }
        return switch (accepted.spec().action()) {
            case JobAction.UpdateTwin _ -> DeviceJob.pending(row.device(), row.job(), row.created());
            case JobAction.CallMethod _ -> {
                DeviceJob failed = row.ended(
                        new DeviceOutcome.Failed(DeviceJobError.INTERRUPTED),
                        tools.clock().instant());
                written(new JobDeviceWritten(accepted.job(), failed));
                yield failed;
            }
        };
    }

    private synchronized JobState state() {
        return state;
    }
}
