package io.downlink.emulator.http;

import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.hub.IfMatch;
import org.jspecify.annotations.Nullable;

/** Reads the header {@code If-Match}; some clients put the etag in quotes, others do not. */
final class Conditions {
    private Conditions() {}

    /**
     * The condition of an operation that does nothing without one.
     *
     * @throws HubException {@link HubError#PRECONDITION_FAILED} if there is none
     */
    static IfMatch required(Exchange exchange) {
        IfMatch condition = ifMatch(exchange);
        if (condition == null) {
            throw new HubException(HubError.PRECONDITION_FAILED, "Precondition failed: Etag missing");
        }
        return condition;
    }

    static @Nullable IfMatch ifMatch(Exchange exchange) {
        String header = exchange.header("If-Match");
        if (header == null) {
            return null;
        }
        boolean quoted = header.length() >= 2 && header.startsWith("\"") && header.endsWith("\"");
        return new IfMatch(quoted ? header.substring(1, header.length() - 1) : header);
    }
}
