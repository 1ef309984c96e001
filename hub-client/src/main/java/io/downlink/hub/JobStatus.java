package io.downlink.hub;

/** IoT Hub's own states of a job. */
public enum JobStatus {
    UNKNOWN,
    ENQUEUED,
    QUEUED,
    SCHEDULED,
    RUNNING,
    COMPLETED,
    FAILED,
    CANCELLED;

    /** Whether the job holds one of the hub's slots; one that is scheduled for later does, too. */
    public boolean active() {
        return switch (this) {
            case ENQUEUED, QUEUED, SCHEDULED, RUNNING -> true;
            case UNKNOWN, COMPLETED, FAILED, CANCELLED -> false;
        };
    }
}
