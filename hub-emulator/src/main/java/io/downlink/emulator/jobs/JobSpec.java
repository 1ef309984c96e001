package io.downlink.emulator.jobs;

import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job as a client wants it.
 *
 * @param queryCondition which devices it is for; read only when the job starts
 * @param startTime null: now
 * @param maxExecutionTime from the start; devices that it has not come to by then fail
 */
public record JobSpec(
        JobId id,
        JobAction action,
        String queryCondition,
        @Nullable Instant startTime,
        Duration maxExecutionTime) {
    /**
     * Checks the execution time.
     *
     * @throws HubException {@link HubError#ARGUMENT_INVALID}
     */
    public JobSpec {
        if (!maxExecutionTime.isPositive()) {
            throw new HubException(HubError.ARGUMENT_INVALID, "maxExecutionTimeInSeconds must be 1 or more.");
        }
    }
}
