package io.downlink.emulator.hub;

import java.time.Instant;

/**
 * A message on its way to its device, which must settle it before its lock runs out.
 *
 * @param lock names this delivery; the next one of the same message has another
 * @param sequenceNumber the message's place in its device's queue
 * @param enqueued when the hub took it
 * @param expiry when it is too late for another delivery
 * @param returns how often the message came back
 * @param repeated whether the message was on its way before
 * @param settled whether the device is asked for nothing: the message is completed by being sent
 */
public record MessageDelivery(
        long lock,
        long sequenceNumber,
        Instant enqueued,
        Instant expiry,
        int returns,
        boolean repeated,
        boolean settled,
        CloudToDeviceMessage message) {}
