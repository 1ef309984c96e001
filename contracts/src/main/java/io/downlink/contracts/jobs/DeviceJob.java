package io.downlink.contracts.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.contracts.json.WireName;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a job came to on one device, as told on {@code downlink.device-jobs}: a row of IoT Hub's own {@code devices.jobs}.
 *
 * @param job the job
 * @param deviceId the device, and the key of the Kafka record
 * @param moduleId the module on that device, null for the device itself
 * @param action what the job does, null where it is nothing that this version knows
 * @param hubStatus the hub's own word for how it ended, see {@link #status()}
 * @param time when the hub last changed the row
 * @param response what the device answered to the method, null where it did not, or the job calls none
 * @param error what went wrong, null where the hub tells of nothing
 * @see <a href="https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-jobs">Jobs</a>
 */
public record DeviceJob(
        JobId job,
        String deviceId,
        @Nullable String moduleId,
        @Nullable ActionType action,
        String hubStatus,
        Instant time,
        @Nullable MethodResponse response,
        @Nullable DeviceError error) {

    /** How it ended. */
    public Status status() {
        return switch (hubStatus.toLowerCase(Locale.ROOT)) {
            case "completed" -> Status.COMPLETED;
            case "failed" -> Status.FAILED;
            case "canceled", "cancelled" -> Status.CANCELLED; // the hub writes one l, the SDK two
            default -> Status.UNKNOWN; // the words come from the hub: it may have more
        };
    }

    /** The last part of the CloudEvents type {@code io.downlink.device-job.<status>}, and the {@code event} member. */
    public enum Status implements WireName {
        /** The twin was changed; or the device answered, with whatever status. */
        COMPLETED("completed"),
        /** It failed, or the device was not reached in time. */
        FAILED("failed"),
        /** The job was cancelled before it came to this device. */
        CANCELLED("cancelled"),
        /** The hub's word is none of these. */
        UNKNOWN("unknown");

        private final String wire;

        Status(String wire) {
            this.wire = wire;
        }

        @Override
        public String wire() {
            return wire;
        }
    }

    /**
     * @param status the device's own, any integer
     * @param payload what it answered, JSON null where it gave nothing
     */
    public record MethodResponse(int status, JsonNode payload) {}

    /**
     * @param code the hub's own word, {@code JobRunPreconditionFailed} for one
     * @param description null where the hub gives none
     */
    public record DeviceError(String code, @Nullable String description) {}
}
