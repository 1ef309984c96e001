package io.downlink.emulator.jobs;

/** Where a job stands. */
public enum JobStatus {
    QUEUED("queued"),
    SCHEDULED("scheduled"),
    RUNNING("running"),
    COMPLETED("completed"),
    FAILED("failed"),
    CANCELLED("cancelled");

    private final String text;

    JobStatus(String text) {
        this.text = text;
    }

    /** Whether the job holds one of the hub's slots. */
    boolean active() {
        return switch (this) {
            case QUEUED, SCHEDULED, RUNNING -> true;
            case COMPLETED, FAILED, CANCELLED -> false;
        };
    }

    /** As the service writes it. */
    @Override
    public String toString() {
        return text;
    }
}
