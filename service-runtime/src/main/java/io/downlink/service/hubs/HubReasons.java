package io.downlink.service.hubs;

import io.downlink.contracts.commands.Reason;
import io.downlink.hub.HubFailure;

/** A hub's failure in the words of events, logs and metrics. */
public final class HubReasons {

    private HubReasons() {}

    /** The one table from what can go wrong at a hub to the closed list of reasons. */
    public static Reason of(HubFailure failure) {
        return switch (failure) {
            case HubFailure.DeviceNotFound _ -> Reason.DEVICE_NOT_FOUND;
            case HubFailure.ModuleNotFound _ -> Reason.MODULE_NOT_FOUND;
            case HubFailure.DeviceNotOnline _ -> Reason.DEVICE_NOT_ONLINE;
            case HubFailure.Unauthorized _ -> Reason.UNAUTHORIZED;
            case HubFailure.Forbidden _ -> Reason.FORBIDDEN;
            case HubFailure.QuotaExceeded _ -> Reason.QUOTA_EXCEEDED;
            case HubFailure.NotAvailableInTier _ -> Reason.NOT_AVAILABLE_IN_TIER;
            case HubFailure.PayloadTooLarge _ -> Reason.PAYLOAD_TOO_LARGE;
            case HubFailure.QueueFull _ -> Reason.QUEUE_FULL;
            case HubFailure.Throttled _ -> Reason.THROTTLED;
            case HubFailure.Refused _ -> Reason.REFUSED_BY_HUB;
            case HubFailure.Unreachable _ -> Reason.HUB_UNAVAILABLE;
            case HubFailure.ResponseTimeout _ -> Reason.RESPONSE_TIMEOUT;
            case HubFailure.ConnectionLost _ -> Reason.CONNECTION_LOST;
            case HubFailure.DeviceConnectionLost _ -> Reason.DEVICE_CONNECTION_LOST;
            case HubFailure.ServerError _ -> Reason.HUB_ERROR;
            case HubFailure.AnswerUnreadable _ -> Reason.ANSWER_UNREADABLE;
            case HubFailure.Abandoned _ -> Reason.INTERRUPTED;
            // Neither a command nor a receiver is a job: nobody who asks here knows how to read such an answer.
            case HubFailure.JobRefusal _, HubFailure.Unexpected _ -> Reason.UNEXPECTED;
        };
    }
}
