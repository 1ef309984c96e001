package io.downlink.emulator.jobs;

import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import java.util.regex.Pattern;

/**
 * The name of a job. A hub was seen to refuse capitals, but its SDKs' own samples use them, so they are taken.
 *
 * @param value 1 to 64 ASCII letters, digits, {@code -} and {@code '}
 */
public record JobId(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9'-]{1,64}");

    /**
     * Checks the name.
     *
     * @throws HubException {@link HubError#ARGUMENT_INVALID}
     */
    public JobId {
        if (!FORM.matcher(value).matches()) {
            throw new HubException(
                    HubError.ARGUMENT_INVALID, "A job id has 1 to 64 letters, digits, hyphens and apostrophes.");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
