package io.downlink.emulator.hub;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the hub knows of a device's two certificates: their SHA-1 or SHA-256 hashes.
 *
 * @param primary 40 or 64 hexadecimal digits; null: there is no such certificate
 * @param secondary the same
 */
public record Thumbprints(
        @Nullable String primary, @Nullable String secondary) {
    private static final Pattern FORM = Pattern.compile("\\p{XDigit}{40}|\\p{XDigit}{64}");

    /**
     * Checks both.
     *
     * @throws HubException {@link HubError#ARGUMENT_INVALID} if one is neither a SHA-1 nor a SHA-256, or both are null
     */
    public Thumbprints {
        if (primary == null && secondary == null) {
            throw invalid("A self-signed device has one thumbprint at least.");
        }
        check(primary);
        check(secondary);
    }

    /** Whether one of them is this hash, whatever the case of its digits. */
    public boolean include(String hash) {
        return hash.equalsIgnoreCase(primary) || hash.equalsIgnoreCase(secondary);
    }

    private static void check(@Nullable String thumbprint) {
        if (thumbprint != null && !FORM.matcher(thumbprint).matches()) {
            throw invalid("A thumbprint is the 40 or 64 hexadecimal digits of a SHA-1 or SHA-256.");
        }
    }

    private static HubException invalid(String message) {
        return new HubException(HubError.ARGUMENT_INVALID, message);
    }
}
