package io.downlink.gateway.dispatch;

import io.downlink.gateway.tracing.Tracing;
import io.downlink.service.pauses.Pauses;
import java.time.Clock;

/**
 * What all commands are carried out by.
 *
 * @param retry whether and when to try again
 * @param endings what to tell of the end
 * @param pauses how to wait
 * @param lease whether calls may start at all
 * @param tracing follows the calls
 */
record Rules(
        RetryPolicy retry,
        Endings endings,
        Pauses pauses,
        Lease lease,
        CallMeters meters,
        Tracing tracing,
        Clock clock) {}
