package io.downlink.gateway.lease;

import java.time.Duration;

/**
 * Kafka, or its producer, refuses every event.
 *
 * @param lasts since the first of these refusals
 * @param curable since a new start may help; zero while Kafka forbids to write events, and no new start changes that
 * @param reason the latest one's
 */
public record Refusal(Duration lasts, Duration curable, Throwable reason) {}
