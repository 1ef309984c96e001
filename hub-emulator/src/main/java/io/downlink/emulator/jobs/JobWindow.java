package io.downlink.emulator.jobs;

import java.time.Instant;

/** Which job, and between which times it works. */
public record JobWindow(JobId id, JobType type, Instant start, Instant end) {}
