package io.downlink.emulator.hub;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which outcomes of its message a sender wants to hear of. */
public enum AckLevel {
    NONE,
    POSITIVE,
    NEGATIVE,
    FULL;

    /**
     * Reads the property {@code iothub-ack} in the spellings of all SDKs; without it nothing is told.
     *
     * @throws HubException {@link HubError#ARGUMENT_INVALID}
     */
    public static AckLevel of(@Nullable String text) {
        if (text == null) {
            return NONE;
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "none" -> NONE;
            case "positive", "positiveonly" -> POSITIVE; // the Java SDK has names of its own
            case "negative", "negativeonly" -> NEGATIVE;
            case "full" -> FULL;
            default ->
                throw new HubException(
                        HubError.ARGUMENT_INVALID, "iothub-ack must be none, positive, negative or full.");
        };
    }

    /** How the hub writes it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean asksFor(FeedbackStatus status) {
        return switch (this) {
            case NONE -> false;
            case POSITIVE -> status == FeedbackStatus.SUCCESS;
            case NEGATIVE -> status != FeedbackStatus.SUCCESS;
            case FULL -> true;
        };
    }
}
