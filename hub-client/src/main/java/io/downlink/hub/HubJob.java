package io.downlink.hub;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job as it is given to the hub.
 *
 * @param jobId at most 64 letters, digits and hyphens
 * @param queryCondition the part of a query behind {@code WHERE}, or {@code *}
 * @param startTime when it starts, at most 168 h ahead; null for at once
 * @param maxExecutionTime in whole seconds
 */
public record HubJob(
        String jobId, String queryCondition, @Nullable Instant startTime, Duration maxExecutionTime, Action action) {

    /** What is done on each device. */
    public sealed interface Action {}

    /**
     * @param payloadJson one JSON value, null for none
     * @param connectTimeout 0 to 300 s
     * @param responseTimeout 5 to 300 s
     */
    public record CallMethod(
            String name, @Nullable String payloadJson, Duration connectTimeout, Duration responseTimeout)
            implements Action {}

    /**
     * A merge patch: null deletes.
     *
     * @param tagsJson a JSON object, null to leave them alone
     * @param desiredJson a JSON object, null to leave them alone
     */
    public record UpdateTwin(
            @Nullable String tagsJson, @Nullable String desiredJson) implements Action {}
}
