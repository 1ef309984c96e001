package io.downlink.hub;

import java.time.Duration;

/**
 * How long the steps of sending a message may take, and a connection may live.
 *
 * @param open until the connection stands and the hub has taken the token
 * @param confirm until the hub has confirmed a message; the SDK itself hands it to the connection within 200 ms
 * @param close for the hub to answer a farewell; a connection that is dead takes all of it
 * @param life after which a connection is replaced: each {@code flow} frame starts another timer in the SDK for ever
 */
record MessageTimeouts(Duration open, Duration confirm, Duration close, Duration life) {

    static final MessageTimeouts DEFAULTS = new MessageTimeouts(
            Duration.ofSeconds(15), Duration.ofSeconds(30), Duration.ofSeconds(2), Duration.ofHours(1));

    private static final Duration MARGIN = Duration.ofSeconds(10);

    /** When a send is given up whatever happens: all its steps, with a second connection, and some more. */
    Duration end() {
        return open.multipliedBy(2).plus(confirm).plus(close).plus(MARGIN);
    }
}
