package io.downlink.emulator.jobs;

/** How far a job came with one device. */
public enum DeviceJobStatus {
    PENDING("pending"),
    RUNNING("running"),
    COMPLETED("completed"),
    FAILED("failed");

    private final String text;

    DeviceJobStatus(String text) {
        this.text = text;
    }

    /** As the service writes it. */
    @Override
    public String toString() {
        return text;
    }
}
