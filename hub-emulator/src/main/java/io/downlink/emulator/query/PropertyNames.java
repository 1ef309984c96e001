package io.downlink.emulator.query;

import java.util.List;

/**
 * What documents have on their first level, in their own case.
 *
 * @see <a href="https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-query-language">IoT Hub query language</a>
 */
final class PropertyNames {
    static final List<String> OF_TWINS = List.of(
            "deviceId",
            "moduleId",
            "etag",
            "deviceEtag",
            "status",
            "statusReason",
            "statusUpdateTime",
            "connectionState",
            "lastActivityTime",
            "cloudToDeviceMessageCount",
            "authenticationType",
            "modelId",
            "version",
            "x509Thumbprint",
            "tags",
            "properties",
            "capabilities");

    static final List<String> OF_DEVICE_JOBS = List.of(
            "deviceId",
            "jobId",
            "jobType",
            "status",
            "startTimeUtc",
            "endTimeUtc",
            "createdDateTimeUtc",
            "lastUpdatedDateTimeUtc",
            "outcome",
            "error");

    private PropertyNames() {}
}
