package io.downlink.emulator.http;

import io.downlink.emulator.hub.IfMatch;
import org.jspecify.annotations.Nullable;

/** Reads the header {@code If-Match}; some clients put the etag in quotes, others do not. */
final class Conditions {
    private Conditions() {}

    static @Nullable IfMatch ifMatch(Exchange exchange) {
        String header = exchange.header("If-Match");
        if (header == null) {
            return null;
        }
        boolean quoted = header.length() >= 2 && header.startsWith("\"") && header.endsWith("\"");
        return new IfMatch(quoted ? header.substring(1, header.length() - 1) : header);
    }
}
