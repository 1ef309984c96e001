package io.downlink.emulator.jobs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job at one moment.
 *
 * @param created when the hub took it
 * @param start when it starts or started
 * @param end when it completed, failed or was cancelled; null: it has not
 * @param failureReason null unless it failed
 */
public record JobSnapshot(
        JobSpec spec,
        JobStatus status,
        Instant created,
        Instant start,
        @Nullable Instant end,
        @Nullable String failureReason,
        JobCounts counts) {}
