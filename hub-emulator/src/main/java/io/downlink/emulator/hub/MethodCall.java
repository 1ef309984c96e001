package io.downlink.emulator.hub;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A direct method to be called on a device.
 *
 * @param method its name
 * @param payload JSON text; at most 128 KB in UTF-8
 * @param responseTimeout how long the whole call may take: 5 s to 300 s
 * @param connectTimeout how long to wait for the device to connect and subscribe: 0 s to 300 s, not longer than the
 *     response timeout
 */
public record MethodCall(String method, String payload, Duration responseTimeout, Duration connectTimeout) {

    /**
     * Checks the limits.
     *
     * @throws HubException {@link HubError#ARGUMENT_INVALID} or {@link HubError#MESSAGE_TOO_LARGE}
     */
    public MethodCall {
        if (method.isEmpty() || method.length() > Limits.METHOD_NAME_LENGTH_MAX) {
            throw invalid("methodName must have 1 to " + Limits.METHOD_NAME_LENGTH_MAX + " characters.");
        }
        if (responseTimeout.compareTo(Limits.RESPONSE_TIMEOUT_MIN) < 0
                || responseTimeout.compareTo(Limits.RESPONSE_TIMEOUT_MAX) > 0) {
            throw invalid("responseTimeoutInSeconds must be within [5; 300].");
        }
        if (connectTimeout.isNegative() || connectTimeout.compareTo(Limits.CONNECT_TIMEOUT_MAX) > 0) {
            throw invalid("connectTimeoutInSeconds must be within [0; 300].");
        }
        if (connectTimeout.compareTo(responseTimeout) > 0) {
            throw invalid("The connection timeout cannot be longer than the overall call timeout.");
        }
        if (!fits(payload)) {
            throw new HubException(
                    HubError.MESSAGE_TOO_LARGE,
                    "The method payload is larger than " + Limits.METHOD_PAYLOAD_BYTES_MAX + " bytes.");
        }
    }

    /** Whether a payload or an answer is within the limit. */
    static boolean fits(String payload) {
        // Counting bytes costs a copy, so only texts that may be too long pay for it.
        return payload.length() <= Limits.METHOD_PAYLOAD_BYTES_MAX / 3
                || payload.getBytes(StandardCharsets.UTF_8).length <= Limits.METHOD_PAYLOAD_BYTES_MAX;
    }

    private static HubException invalid(String message) {
        return new HubException(HubError.ARGUMENT_INVALID, message);
    }
}
