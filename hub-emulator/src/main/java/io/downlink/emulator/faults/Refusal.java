package io.downlink.emulator.faults;

import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An error that is answered although nothing is wrong.
 *
 * @param code six digits: one of the hub's, told as the hub tells it; three, 400 to 599: a bare HTTP status without a body,
 *     as a gateway in front of the hub answers
 * @param message the hub's words; null: a text of its own
 */
public record Refusal(int code, @Nullable String message) {
    private static final int SIX_DIGITS = 100_000;

    /**
     * Checks the code.
     *
     * @throws IllegalArgumentException that names the codes there are
     */
    public Refusal {
        if (code >= SIX_DIGITS ? find(code) == null : code < 400 || code > 599) {
            throw new IllegalArgumentException("error " + code
                    + ": give an HTTP status from 400 to 599, or one of the hub's codes, "
                    + Arrays.stream(HubError.values())
                            .map(error -> Integer.toString(error.code()))
                            .collect(Collectors.joining(", ")));
        }
    }

    /** One of the hub's errors in words of its own. */
    public static Refusal of(HubError error) {
        return new Refusal(error.code(), null);
    }

    /** Whether the hub itself refuses, and not something in front of it. */
    public boolean byHub() {
        return code >= SIX_DIGITS;
    }

    /** The HTTP status. */
    public int status() {
        return byHub() ? code / 1000 : code;
    }

    /** The same as the hub's own code throws it; where there is no HTTP, a bare status is an error of the server. */
    public HubException exception(Operation operation) {
        HubError known = find(code);
        HubError error = known == null ? HubError.SERVER_ERROR : known;
        return new HubException(error, message == null ? text(error, operation) : message);
    }

    private static String text(HubError error, Operation operation) {
        return error.status() == 429
                ? "Request was throttled. Wait 10 seconds and try again. Operation type: " + operation
                : "The hub answers " + error.symbol() + " because a fault was asked for.";
    }

    private static @Nullable HubError find(int code) {
        return Arrays.stream(HubError.values())
                .filter(error -> error.code() == code)
                .findFirst()
                .orElse(null);
    }
}
