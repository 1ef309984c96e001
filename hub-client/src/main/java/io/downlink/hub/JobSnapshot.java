package io.downlink.hub;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a job stands, as the hub tells it.
 *
 * @param queryCondition as it was given, null where the hub does not tell
 * @param endTime null while it has not ended
 * @param devices null while the hub counts none
 * @param failureReason why it failed, null where it did not
 * @param statusMessage the hub's own words, null where it has none
 */
public record JobSnapshot(
        String jobId,
        Kind kind,
        JobStatus status,
        @Nullable String queryCondition,
        @Nullable Instant createdTime,
        @Nullable Instant startTime,
        @Nullable Instant endTime,
        @Nullable DeviceCounts devices,
        @Nullable String failureReason,
        @Nullable String statusMessage) {

    /** What a job does. */
    public enum Kind {
        METHOD,
        TWIN,
        UNKNOWN
    }

    /** @param total the sum of the others */
    public record DeviceCounts(int total, int succeeded, int failed, int running, int pending) {}
}
