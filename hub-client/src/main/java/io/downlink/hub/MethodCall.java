package io.downlink.hub;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One direct method call, within the limits of IoT Hub.
 *
 * @param deviceId as registered, not escaped: {@code a#b}, {@code a?b} and {@code a%2Fb} are device ids like others
 * @param moduleId null for the device itself
 * @param method 1 to 128 characters, without {@code $}, {@code .} and space
 * @param payloadJson one JSON value of at most {@link #PAYLOAD_BYTES_MAX} bytes; members that are null are kept
 * @param connectTimeout how long the hub waits for the device to connect: 0 s to 300 s, whole seconds
 * @param responseTimeout how long the device may take: 5 s to 300 s, whole seconds, not below the connect timeout
 */
public record MethodCall(
        String deviceId,
        @Nullable String moduleId,
        String method,
        String payloadJson,
        Duration connectTimeout,
        Duration responseTimeout) {

    /** The hub's limit for a method's payload, in bytes of UTF-8. */
    public static final int PAYLOAD_BYTES_MAX = 128 * 1024;

    private static final Pattern METHOD = Pattern.compile("[^$. ]{1,128}");
    private static final Duration RESPONSE_MIN = Duration.ofSeconds(5);
    private static final Duration TIMEOUT_MAX = Duration.ofMinutes(5);

    /** @throws IllegalArgumentException if a limit is broken; the message names it */
    public MethodCall {
        checkId("deviceId", deviceId);
        if (moduleId != null) {
            checkId("moduleId", moduleId);
        }
        check(METHOD.matcher(method).matches(), "method: 1 to 128 characters, without $, . and space");
        check(fits(payloadJson), "payload: at most " + PAYLOAD_BYTES_MAX + " bytes in UTF-8");
        checkTimeout("connectTimeout", connectTimeout, Duration.ZERO);
        checkTimeout("responseTimeout", responseTimeout, RESPONSE_MIN);
        check(connectTimeout.compareTo(responseTimeout) <= 0, "connectTimeout: not longer than the response timeout");
    }

    /** How long the hub may take with this call. */
    Duration timeoutInAll() {
        return connectTimeout.plus(responseTimeout);
    }

    private static void checkId(String field, String id) {
        HubId.check(field, id);
        // As a part of a path these two mean another resource, and escaping them changes nothing (RFC 3986, 6.2.2).
        check(!id.equals(".") && !id.equals(".."), field + ": \"" + id + "\" cannot be addressed over HTTP");
    }

    private static void checkTimeout(String field, Duration timeout, Duration min) {
        check(
                timeout.equals(timeout.truncatedTo(ChronoUnit.SECONDS))
                        && timeout.compareTo(min) >= 0
                        && timeout.compareTo(TIMEOUT_MAX) <= 0,
                field + ": whole seconds, " + min + " to " + TIMEOUT_MAX);
    }

    private static boolean fits(String text) {
        return text.length() <= PAYLOAD_BYTES_MAX / 3 // UTF-8 takes at most three bytes for a char
                || text.getBytes(StandardCharsets.UTF_8).length <= PAYLOAD_BYTES_MAX;
    }

    private static void check(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
