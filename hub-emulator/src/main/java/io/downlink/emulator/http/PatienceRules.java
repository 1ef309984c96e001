package io.downlink.emulator.http;

import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * How long a connection may keep the hub waiting, and at most twice as long. While an operation runs the client waits, and
 * not the hub.
 *
 * @param header until a request's header is complete, from the connection's start or the answer before
 * @param body from a request's header to the end of its body
 * @param answer until the client has read an answer
 */
public record PatienceRules(Duration header, Duration body, Duration answer) {
    /** Far above what any client needs. */
    public static final PatienceRules DEFAULT =
            new PatienceRules(Duration.ofMinutes(2), Duration.ofMinutes(1), Duration.ofMinutes(1));

    Duration shortest() {
        return Stream.of(header, body, answer).min(Comparator.naturalOrder()).orElseThrow();
    }
}
