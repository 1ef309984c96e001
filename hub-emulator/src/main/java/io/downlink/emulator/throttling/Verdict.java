package io.downlink.emulator.throttling;

import java.time.Duration;

/** Whether an operation may go ahead. */
public sealed interface Verdict {
    record Go() implements Verdict {}

    /** It may, after a while; its place is taken. */
    record Wait(Duration pause) implements Verdict {}

    /** It would have had to wait for too long. */
    record TooFast() implements Verdict {}

    /** Too many wait already. */
    record TooMany() implements Verdict {}

    /** The hub has had all the messages of its day. */
    record QuotaUsedUp(long messagesPerDay) implements Verdict {}

    /** The tier does not have such operations. */
    record NotInTier(Tier tier) implements Verdict {}
}
