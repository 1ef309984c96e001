package io.downlink.hub;

/**
 * The hub has taken a message into the device's queue; what becomes of it there is told as feedback.
 *
 * @param messageId as it was sent
 */
public record Enqueued(String messageId) {}
