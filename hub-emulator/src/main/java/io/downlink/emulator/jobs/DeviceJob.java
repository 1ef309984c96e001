package io.downlink.emulator.jobs;

import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.MethodAnswer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One device in one job: a row of {@code devices.jobs}.
 *
 * @param job the job's name, kind and window
 * @param created when the job found the device
 * @param updated when it last came further with it
 * @param answer what the device answered; null: it did not, or the job calls no method
 * @param error why it failed; null: it did not
 */
public record DeviceJob(
        DeviceId device,
        JobWindow job,
        DeviceJobStatus status,
        Instant created,
        Instant updated,
        @Nullable MethodAnswer answer,
        @Nullable DeviceJobError error) {

    static DeviceJob pending(DeviceId device, JobWindow job, Instant now) {
        return new DeviceJob(device, job, DeviceJobStatus.PENDING, now, now, null, null);
    }

    DeviceJob running(Instant now) {
        return new DeviceJob(device, job, DeviceJobStatus.RUNNING, created, now, null, null);
    }

    DeviceJob ended(DeviceOutcome outcome, Instant now) {
        return switch (outcome) {
            case DeviceOutcome.Succeeded(var itsAnswer) ->
                new DeviceJob(device, job, DeviceJobStatus.COMPLETED, created, now, itsAnswer, null);
            case DeviceOutcome.Failed(var why) ->
                new DeviceJob(device, job, DeviceJobStatus.FAILED, created, now, null, why);
        };
    }
}
