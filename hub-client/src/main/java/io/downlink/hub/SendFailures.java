package io.downlink.hub;

import com.microsoft.azure.sdk.iot.service.exceptions.IotHubDeviceMaximumQueueDepthExceededException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubInternalServerErrorException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubInvalidOperationException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubMessageTooLargeException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubNotFoundException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubNotSupportedException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubPreconditionFailedException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubUnauthorizedException;
import io.downlink.hub.HubFailure.DeviceNotFound;
import io.downlink.hub.HubFailure.Evidence;
import io.downlink.hub.HubFailure.ModuleNotFound;
import io.downlink.hub.HubFailure.PayloadTooLarge;
import io.downlink.hub.HubFailure.QueueFull;
import io.downlink.hub.HubFailure.QuotaExceeded;
import io.downlink.hub.HubFailure.Refused;
import io.downlink.hub.HubFailure.ResponseTimeout;
import io.downlink.hub.HubFailure.ServerError;
import io.downlink.hub.HubFailure.Throttled;
import io.downlink.hub.HubFailure.Unauthorized;
import io.downlink.hub.HubFailure.Unexpected;
import io.downlink.hub.HubFailure.Unreachable;

/**
 * What the SDK's AMQP throws, and what it means. AMQP has no status of HTTP: the SDK tells a condition that it knows by
 * the exception's class, and any other by the text before its first colons.
 */
final class SendFailures {
    private static final int MODULE_NOT_FOUND = 404010;

    private SendFailures() {}

    /** Of a message that the hub rejected. What no row knows may be in the device's queue. */
    static HubFailure ofRejection(IotHubException rejection) {
        HubAnswer answer = HubAnswer.of(rejection);
        Evidence evidence = FailureTable.evidence(answer);
        return switch (rejection) {
            case IotHubNotFoundException _ ->
                answer.code() == MODULE_NOT_FOUND ? new ModuleNotFound(evidence) : new DeviceNotFound(evidence);
            case IotHubDeviceMaximumQueueDepthExceededException _ -> new QueueFull(evidence);
            case IotHubMessageTooLargeException _ -> new PayloadTooLarge(evidence);
            case IotHubUnauthorizedException _ -> new Unauthorized(evidence);
            case IotHubPreconditionFailedException _,
                    IotHubInvalidOperationException _,
                    IotHubNotSupportedException _ -> new Refused(evidence);
            case IotHubInternalServerErrorException _ -> new ServerError(evidence);
            default -> ofCondition(answer.text(), evidence);
        };
    }

    /** Of a connection that did not come to stand: no message went out on it. */
    static HubFailure ofOpening(Exception thrown) {
        HubFailure failure = FailureTable.failure(thrown);
        return failure.mayHaveExecuted() ? new Unreachable(failure.evidence()) : failure;
    }

    /** The vendor's own, as the C# and Node SDKs know them. */
    private static HubFailure ofCondition(String text, Evidence evidence) {
        if (text.startsWith("com.microsoft:device-container-throttled")) {
            return new Throttled(evidence, null);
        }
        if (text.startsWith("com.microsoft:quota-exceeded")) {
            return new QuotaExceeded(evidence);
        }
        if (text.startsWith("com.microsoft:argument-")) { // ...error, ...out-of-range
            return new Refused(evidence);
        }
        return text.startsWith("com.microsoft:timeout") ? new ResponseTimeout(evidence) : new Unexpected(evidence);
    }
}
