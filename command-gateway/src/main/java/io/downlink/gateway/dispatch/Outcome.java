package io.downlink.gateway.dispatch;

import io.downlink.hub.MethodResult;
import io.downlink.hub.OutgoingMessage;

/** What a call to a hub that did not fail led to. */
sealed interface Outcome {

    /** The device answered. */
    record Answered(MethodResult result) implements Outcome {}

    /** The hub has the message. */
    record Taken(OutgoingMessage message) implements Outcome {}

    /** In metrics. */
    default String label() {
        return switch (this) {
            case Answered _ -> "ANSWERED";
            case Taken _ -> "ENQUEUED";
        };
    }
}
