package io.downlink.gateway.pacing;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a call says of its hub. */
public sealed interface CallEnd {

    /** @param answerBytes what came back and is billed, 0 if nothing is */
    record Answered(int answerBytes) implements CallEnd {}

    /** @param retryAfter what the hub asks for, null where it gives no time */
    record Throttled(@Nullable Duration retryAfter) implements CallEnd {}

    /** The day's messages are used up. */
    record QuotaUsedUp() implements CallEnd {}

    /** It could not be reached, or failed itself. */
    record HubAway() implements CallEnd {}
}
