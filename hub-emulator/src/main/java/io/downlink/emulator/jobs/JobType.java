package io.downlink.emulator.jobs;

/** The kinds of jobs. */
public enum JobType {
    SCHEDULE_DEVICE_METHOD("scheduleDeviceMethod"),
    SCHEDULE_UPDATE_TWIN("scheduleUpdateTwin");

    private final String text;

    JobType(String text) {
        this.text = text;
    }

    /** As the service writes it. */
    @Override
    public String toString() {
        return text;
    }
}
