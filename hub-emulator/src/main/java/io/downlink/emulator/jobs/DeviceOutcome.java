package io.downlink.emulator.jobs;

import io.downlink.emulator.hub.MethodAnswer;
import org.jspecify.annotations.Nullable;

/** How a job ended for one device. */
sealed interface DeviceOutcome {
    /**
     * The device did what it was to do.
     *
     * @param answer null: the job calls no method
     */
    record Succeeded(@Nullable MethodAnswer answer) implements DeviceOutcome {}

    record Failed(DeviceJobError error) implements DeviceOutcome {}
}
