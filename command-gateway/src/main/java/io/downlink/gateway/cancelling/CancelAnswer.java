package io.downlink.gateway.cancelling;

/** What a cancel came to. */
public sealed interface CancelAnswer {

    /** The command ends {@code cancelled}, which its own record tells. */
    record Accepted() implements CancelAnswer {}

    /** @param reason what is the matter, in words for a person */
    record Refused(String reason) implements CancelAnswer {}
}
