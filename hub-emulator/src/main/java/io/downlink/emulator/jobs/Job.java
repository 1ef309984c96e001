package io.downlink.emulator.jobs;

import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.jobs.JobState.Cancelled;
import io.downlink.emulator.jobs.JobState.Completed;
import io.downlink.emulator.jobs.JobState.Failed;
import io.downlink.emulator.jobs.JobState.Queued;
import io.downlink.emulator.jobs.JobState.Running;
import io.downlink.emulator.jobs.JobState.Scheduled;
import io.downlink.emulator.query.QuerySyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One job, from its acceptance to its end. Its own lock guards its state. */
final class Job {
    private static final Logger LOGGER = Logger.getLogger(Job.class);

    private final JobSpec spec;
    private final JobTools tools;
    private final Runnable atEnd;
    private final Instant created;
    private final Instant start;
    private JobState state = new Queued();

    /**
     * A job that has not begun.
     *
     * @param atEnd runs once, when the job has completed, failed or was cancelled
     */
    Job(JobSpec spec, JobTools tools, Runnable atEnd) {
        this.spec = spec;
        this.tools = tools;
        this.atEnd = atEnd;
        this.created = tools.clock().instant();
        this.start = spec.startTime() == null || spec.startTime().isBefore(created) ? created : spec.startTime();
    }

    JobId id() {
        return spec.id();
    }

    /** Whether the job holds one of the hub's slots. */
    boolean active() {
        return state().status().active();
    }

    JobSnapshot snapshot() {
        JobState now = state();
        JobRun run = now.run();
        JobCounts counts = run == null ? JobCounts.NONE : run.counts();
        return new JobSnapshot(spec, now.status(), created, start, now.end(), now.failureReason(), counts);
    }

    /** The rows of the devices whose ids follow this one; null: all. */
    List<DeviceJob> rowsAfter(@Nullable String device) {
        JobRun run = state().run();
        return run == null ? List.of() : run.rowsAfter(device);
    }

    /** Begins, or waits for the time to do so. */
    synchronized void begin() {
        if (!(state instanceof Queued)) {
            return;
        }
        Duration wait = Duration.between(tools.clock().instant(), start);
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
            switch (state) {
                case Queued _ -> {}
                case Scheduled(var timer) -> timer.cancel();
                case Running _, Completed _, Failed _, Cancelled _ ->
                    throw new HubException(
                            HubError.OPERATION_NOT_ALLOWED,
                            "Job " + id() + " is " + state.status() + " and cannot be cancelled.");
            }
            state = new Cancelled(tools.clock().instant());
        }
        atEnd.run();
        return snapshot();
    }

    private void run() {
        try {
            run(tools.targets().of(spec.queryCondition()));
        } catch (QuerySyntaxException notACondition) {
            fail("ErrorCode:ArgumentInvalid;BadRequest; queryCondition, " + notACondition.getMessage());
        } catch (RuntimeException defect) {
            LOGGER.error("job failed jobId=" + id(), defect);
            fail("ErrorCode:ServerError;The emulator failed; its log says why.");
        }
    }

    private void run(List<DeviceId> devices) {
        JobWindow window = new JobWindow(id(), spec.action().type(), start, start.plus(spec.maxExecutionTime()));
        JobRun run = new JobRun(window, spec.action(), devices, tools, this::complete);
        if (change(new Running(run))) {
            LOGGER.debugf("job started jobId=%s devices=%d", id(), devices.size());
            run.start();
        }
    }

    private void complete() {
        if (state() instanceof Running(var run)
                && change(new Completed(run, tools.clock().instant()))) {
            atEnd.run();
        }
    }

    private void fail(String reason) {
        if (change(new Failed(reason, tools.clock().instant()))) {
            atEnd.run();
        }
    }

    /** Goes on, unless the job is over: it may have been cancelled meanwhile. */
    private synchronized boolean change(JobState next) {
        if (!state.status().active()) {
            return false;
        }
        state = next;
        return true;
    }

    private synchronized JobState state() {
        return state;
    }
}
