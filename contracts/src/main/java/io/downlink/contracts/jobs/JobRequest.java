package io.downlink.contracts.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.contracts.methods.Method;
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
     */
    record Schedule(
            JobId id,
            String queryCondition,
            @Nullable Instant startTime,
            Duration maxExecutionTime,
            DeviceOutcomes deviceOutcomes,
            Action action)
            implements JobRequest {
        @Override
        public JobRequestType type() {
            return JobRequestType.SCHEDULE;
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
