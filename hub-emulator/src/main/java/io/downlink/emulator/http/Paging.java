package io.downlink.emulator.http;

import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a long answer a client wants.
 *
 * @param size at most so many rows
 * @param continuation what came with the page before; null: the first page
 */
record Paging(int size, @Nullable String continuation) {
    /** The service sends no larger pages (learn.microsoft.com: iot-hub-devguide-query-language). */
    private static final int SIZE_MAX = 100;

    static Paging of(Exchange exchange) {
        return new Paging(size(exchange.header("x-ms-max-item-count")), exchange.header("x-ms-continuation"));
    }

    private static int size(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return SIZE_MAX;
        }
        try {
            int size = Integer.parseInt(text);
            if (size >= 1) {
                return Math.min(size, SIZE_MAX);
            }
        } catch (NumberFormatException notNumber) {
            throw invalid();
        }
        throw invalid();
    }

    private static HubException invalid() {
        return new HubException(HubError.ARGUMENT_INVALID, "x-ms-max-item-count must be an integer of 1 or more.");
    }
}
