package io.downlink.collector.lost;

import java.time.Duration;

/**
 * When a message is lost.
 *
 * @param feedbackLife how long a hub keeps feedback: {@code feedback.ttlAsIso8601}, the longest of all hubs'
 * @param overdueBy how long after that, with the hub's receiver connected all the while
 * @param outstandingMax how many messages are kept in memory; beyond them reading waits
 */
public record LostRules(Duration feedbackLife, Duration overdueBy, int outstandingMax) {}
