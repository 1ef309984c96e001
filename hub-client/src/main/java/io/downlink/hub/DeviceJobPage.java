package io.downlink.hub;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of IoT Hub's {@code devices.jobs}.
 *
 * @param continuation asks for the next page, null on the last
 */
public record DeviceJobPage(List<Row> rows, @Nullable String continuation) {

    public DeviceJobPage {
        rows = List.copyOf(rows);
    }

    /**
     * What a job came to on one device.
     *
     * @param moduleId null for the device itself
     * @param status the hub's own word
     * @param updatedTime when the hub last changed the row
     * @param response what the device answered, null where it did not, or the job calls no method
     * @param error null where the hub tells of none
     */
    public record Row(
            String jobId,
            String deviceId,
            @Nullable String moduleId,
            JobSnapshot.Kind kind,
            String status,
            Instant updatedTime,
            @Nullable Response response,
            @Nullable DeviceError error) {}

    /** @param payloadJson as the device sent it, {@code null} in JSON where it gave nothing */
    public record Response(int status, String payloadJson) {}

    /** @param description null where the hub gives none */
    public record DeviceError(String code, @Nullable String description) {}
}
