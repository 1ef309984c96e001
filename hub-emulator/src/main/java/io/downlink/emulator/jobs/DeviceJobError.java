package io.downlink.emulator.jobs;

import io.downlink.emulator.hub.HubError;

/** Why a job did not succeed with a device. */
public record DeviceJobError(HubError code, String description) {
    /** The hub ended while the device had the method: whether it ran is not known. */
    static final DeviceJobError INTERRUPTED = new DeviceJobError(
            HubError.DEVICE_CONNECTION_CLOSED, "The hub ended while the device was handling the direct method.");

    /** The job's time was over before it came to the device. */
    static final DeviceJobError NOT_REACHED = new DeviceJobError(
            HubError.JOB_RUN_PRECONDITION_FAILED,
            "The job did not start within specified period: either device did not come online or invalid endTime"
                    + " specified.");
}
