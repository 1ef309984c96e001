package io.downlink.emulator;

import io.downlink.emulator.hub.Admission;
import io.downlink.emulator.jobs.JobRules;
import io.downlink.emulator.throttling.Throttle;
import io.downlink.emulator.throttling.ThrottlingRules;
import io.downlink.emulator.time.MovableTime;
import io.downlink.emulator.virtual.ExecutionRecord;
import io.downlink.emulator.virtual.RecordFile;
import io.downlink.emulator.virtual.VirtualDevices;
import io.downlink.emulator.virtual.VirtualSettings;

/** How many devices a hub has without their connecting, and how much it lets in. */
record Scale(VirtualDevices virtualDevices, Admission admission, JobRules jobs) {
    static Scale of(EmulatorSettings settings, MovableTime time) {
        ThrottlingRules throttling = settings.throttling();
        return new Scale(
                new VirtualDevices(settings.virtual().rules(), executions(settings.virtual(), time)),
                new Admission(throttling == null ? null : new Throttle(throttling, time), time),
                throttling == null ? settings.jobs() : settings.jobs().as(throttling));
    }

    private static ExecutionRecord executions(VirtualSettings settings, MovableTime time) {
        return settings.record() == null ? ExecutionRecord.NONE : RecordFile.open(settings.record(), time);
    }
}
