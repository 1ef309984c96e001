package io.downlink.emulator.jobs;

import io.downlink.emulator.hub.MethodCall;
import io.downlink.emulator.hub.TwinChange;

/** What a job does with each device. */
public sealed interface JobAction {
    /** What the service calls a job that does this. */
    JobType type();

    /** Calls a direct method. */
    record CallMethod(MethodCall call) implements JobAction {
        @Override
        public JobType type() {
            return JobType.SCHEDULE_DEVICE_METHOD;
        }
    }

    /** Changes tags and desired properties, whatever their version. */
    record UpdateTwin(TwinChange change) implements JobAction {
        @Override
        public JobType type() {
            return JobType.SCHEDULE_UPDATE_TWIN;
        }
    }
}
