package io.downlink.hub;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** IoT Hub's ids of devices, modules and messages: ASCII letters, digits and a few other characters, up to 128. */
final class HubId {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9\\-:.+%_#*?!(),=@;$']{1,128}");

    private HubId() {}

    /** @throws IllegalArgumentException if it is none; the message names the field */
    static void check(String field, String id) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    field + ": 1 to 128 characters, ASCII letters, digits and - : . + % _ # * ? ! ( ) , = @ ; $ '");
        }
    }

    /**
     * For URLs, and for AMQP addresses: the SDK puts ids there as they stand. An id has no space, so form encoding and
     * percent encoding are one.
     */
    static String escape(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8);
    }
}
