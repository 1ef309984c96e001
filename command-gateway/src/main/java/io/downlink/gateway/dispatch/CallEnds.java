package io.downlink.gateway.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.downlink.gateway.dispatch.Outcome.Answered;
import io.downlink.gateway.dispatch.Outcome.Taken;
import io.downlink.gateway.pacing.CallEnd;
import io.downlink.hub.HubFailure;

/** What the end of a call says of its hub. */
final class CallEnds {

    private CallEnds() {}

    static CallEnd of(Outcome outcome) {
        return switch (outcome) {
            // A device's answer is billed as a message of its own.
            case Answered(var result) ->
                new CallEnd.Answered(Math.max(1, result.payloadJson().getBytes(UTF_8).length));
            case Taken _ -> new CallEnd.Answered(0);
        };
    }

    static CallEnd of(HubFailure failure) {
        return switch (failure) {
            case HubFailure.Throttled throttled -> new CallEnd.Throttled(throttled.retryAfter());
            case HubFailure.QuotaExceeded _ -> new CallEnd.QuotaUsedUp();
            case HubFailure.Unreachable _, HubFailure.ConnectionLost _, HubFailure.ServerError _ ->
                new CallEnd.HubAway();
            // With a code it is the device that was silent, and the hub that says so.
            case HubFailure.ResponseTimeout silence
            when silence.evidence().hubErrorCode() == null -> new CallEnd.HubAway();
            case HubFailure _ -> new CallEnd.Answered(0);
        };
    }
}
