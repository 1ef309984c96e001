package io.downlink.hub;

import java.time.Duration;

/**
 * How long the steps of receiving feedback may take.
 *
 * @param open until the connection stands, the hub has taken the token, and the link is attached
 * @param settle from the delivery of a batch until it counts as abandoned. The SDK's one thread waits so long, and sends
 *     no sign of life meanwhile: it has to be far below the silence that a hub allows, minutes, and below the lock that
 *     a batch is under, 60 s at IoT Hub's defaults
 * @param close for the hub to answer a farewell; a connection that is dead takes all of it
 * @param check how often the connection is looked at, for the SDK does not tell every loss
 * @param silence after which a connection on which nothing comes, no sign of life either, is lost; in whole seconds
 */
record FeedbackTimeouts(Duration open, Duration settle, Duration close, Duration check, Duration silence) {

    static final FeedbackTimeouts DEFAULTS = new FeedbackTimeouts(
            Duration.ofSeconds(15),
            Duration.ofSeconds(10),
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            Duration.ofSeconds(60));

    FeedbackTimeouts withSettle(Duration other) {
        return new FeedbackTimeouts(open, other, close, check, silence);
    }
}
