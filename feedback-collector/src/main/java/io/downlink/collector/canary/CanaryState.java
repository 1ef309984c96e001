package io.downlink.collector.canary;

import io.downlink.contracts.commands.Reason;
import java.time.Instant;

/** What came of the latest canary. */
public sealed interface CanaryState {

    /** None was sent since the start of the process, or none has come to its end. */
    record Unsent() implements CanaryState {}

    /**
     * Its feedback came.
     *
     * @param statusCode the hub's own, whatever it is
     */
    record Answered(Instant sent, Instant heard, String statusCode) implements CanaryState {}

    /** No feedback of it came in time. */
    record Missed(Instant sent) implements CanaryState {}

    /** The hub did not take it: nothing is known of the receiver. */
    record Refused(Instant at, Reason reason) implements CanaryState {}
}
