package io.downlink.emulator.hub;

import java.time.Instant;

/**
 * What there is to remember of a message in a queue; that it is locked is not, because a lock ends with its connection.
 *
 * @param enqueued when the hub took it
 * @param delivered whether it was on its way before
 * @param returns how often it came back
 */
public record MessageState(
        long sequenceNumber,
        CloudToDeviceMessage message,
        Instant enqueued,
        Instant expiry,
        boolean delivered,
        int returns) {

    MessageState moved(boolean nowDelivered, int nowReturns) {
        return new MessageState(sequenceNumber, message, enqueued, expiry, nowDelivered, nowReturns);
    }
}
