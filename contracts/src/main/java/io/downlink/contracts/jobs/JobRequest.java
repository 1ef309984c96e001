package io.downlink.contracts.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.contracts.methods.Method;
import io.downlink.contracts.requests.Priority;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A valid request on {@code downlink.jobs}, with every default filled in. */
public sealed interface JobRequest {

    /** Which job it asks for, or, in a {@link Cancel}, takes back. */
    JobId id();

    /** The name of this kind of request in its {@code type} field. */
    JobRequestType type();

    /**
     * Runs a job on all devices that a condition holds for.
     *
     * @param queryCondition the part of a query behind {@code WHERE}, or {@code *}; at most 8192 characters, read by the
     *     hub when the job starts
     * @param startTime when the hub is to start it, null for at once. No more than 7 days ahead: that is for whoever
     *     schedules it to check against a clock, see {@link io.downlink.contracts.requests.Limits#JOB_START_AHEAD_MAX}
     * @param maxExecutionTime how long it may run, in whole seconds; devices that were not reached by then have failed
     * @param deviceOutcomes which devices' outcomes are told on {@code downlink.device-jobs}
     * @param priority which place it takes among the jobs that wait for the same hub
     * @param retryFailed how many times the devices on which it failed are tried again, each time by another job; 0 to 10
     * @param recurrence when it is run, again and again, each time as another job; null for once
     * @param origin what it comes from; a request never says so itself
     */
    record Schedule(
            JobId id,
            String queryCondition,
            @Nullable Instant startTime,
            Duration maxExecutionTime,
            DeviceOutcomes deviceOutcomes,
            Priority priority,
            int retryFailed,
            @Nullable Recurrence recurrence,
            Action action,
            Origin origin)
            implements JobRequest {
        @Override
        public JobRequestType type() {
            return JobRequestType.SCHEDULE;
        }

        /** How many times the devices on which it fails are still tried again. */
        public int retriesLeft() {
            return Math.max(0, retryFailed - origin.retry());
        }

        /** The same on other devices, at once, as a job of its own. */
        public Schedule again(String jobId, String condition, Origin from) {
            return new Schedule(
                    new JobId(id.hub(), jobId),
                    condition,
                    null,
                    maxExecutionTime,
                    deviceOutcomes,
                    priority,
                    retryFailed,
                    null,
                    action,
                    from);
        }
    }

    /**
     * Tells what a job would come to, and runs none.
     *
     * @param of the job as it would be scheduled
     */
    record DryRun(Schedule of) implements JobRequest {
        @Override
        public JobId id() {
            return of.id();
        }

        @Override
        public JobRequestType type() {
            return JobRequestType.DRY_RUN;
        }
    }

    /** Takes a job back that does not run yet. */
    record Cancel(JobId id) implements JobRequest {
        @Override
        public JobRequestType type() {
            return JobRequestType.CANCEL;
        }
    }

    /** What a job does on each device. */
    sealed interface Action {
        /** The name of this kind of action in its {@code type} field. */
        ActionType type();

        /** Calls a direct method. */
        record DirectMethod(Method method) implements Action {
            @Override
            public ActionType type() {
                return ActionType.DIRECT_METHOD;
            }
        }

        /**
         * Changes twins as a JSON merge patch (RFC 7386) does: null deletes. At least one of the two is there.
         *
         * @param tags null where they are left alone
         * @param desired null where they are left alone
         */
        record UpdateTwin(
                @Nullable ObjectNode tags, @Nullable ObjectNode desired) implements Action {
            @Override
            public ActionType type() {
                return ActionType.UPDATE_TWIN;
            }
        }
    }
}
