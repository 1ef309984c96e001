package io.downlink.hub;

import java.util.Locale;

/** IoT Hub's words for jobs. A word that is not known here is {@code UNKNOWN}, as the hub's own of that name. */
final class JobWords {
    static final String METHOD = "scheduleDeviceMethod";
    static final String TWIN = "scheduleUpdateTwin";

    private JobWords() {}

    static JobSnapshot.Kind kind(String word) {
        return switch (word) {
            case METHOD -> JobSnapshot.Kind.METHOD;
            case TWIN -> JobSnapshot.Kind.TWIN;
            default -> JobSnapshot.Kind.UNKNOWN; // imports, exports and others share the list
        };
    }

    static String of(JobStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    static JobStatus status(String word) {
        return switch (word) {
            case "enqueued" -> JobStatus.ENQUEUED;
            case "queued" -> JobStatus.QUEUED;
            case "scheduled" -> JobStatus.SCHEDULED;
            case "running" -> JobStatus.RUNNING;
            case "completed" -> JobStatus.COMPLETED;
            case "failed" -> JobStatus.FAILED;
            case "cancelled" -> JobStatus.CANCELLED;
            default -> JobStatus.UNKNOWN;
        };
    }
}
