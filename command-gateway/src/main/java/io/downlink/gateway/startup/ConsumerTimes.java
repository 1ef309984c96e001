package io.downlink.gateway.startup;

import java.time.Duration;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.eclipse.microprofile.config.Config;

/**
 * After which silence the consumer of the commands loses its partitions.
 *
 * @param sessionTimeout between two heartbeats
 * @param pollInterval between two polls
 */
public record ConsumerTimes(Duration sessionTimeout, Duration pollInterval) {
    private static final int SESSION_MILLIS_OF_KAFKA = 45_000;
    private static final Duration DRAIN_SHORTEST = Duration.ofSeconds(20);
    private static final int POLL_INTERVAL_MILLIS_OF_KAFKA = 300_000;

    /** As the connector reads them: of the channel, else of all clients, else Kafka's default. */
    static ConsumerTimes of(Config config) {
        return new ConsumerTimes(
                time(config, ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS_OF_KAFKA),
                time(config, CommonClientConfigs.MAX_POLL_INTERVAL_MS_CONFIG, POLL_INTERVAL_MILLIS_OF_KAFKA));
    }

    /**
     * How long open calls are awaited when their partitions go to another replica. Polling waits as long, so it ends 5 s
     * before the calls of the partitions that stay would have to wait for a poll; a longer session gives more. A short one
     * gives less than most methods take, so there it is 20 s, and those calls wait.
     */
    Duration drain() {
        Duration untilCallsWait = sessionTimeout.multipliedBy(2).dividedBy(3).minusSeconds(5);
        Duration wanted = untilCallsWait.compareTo(DRAIN_SHORTEST) > 0 ? untilCallsWait : DRAIN_SHORTEST;
        Duration longest = pollInterval.dividedBy(3);
        return wanted.compareTo(longest) < 0 ? wanted : longest;
    }

    private static Duration time(Config config, String key, int otherwise) {
        return Duration.ofMillis(config.getOptionalValue("mp.messaging.incoming.commands." + key, Integer.class)
                .or(() -> config.getOptionalValue("kafka." + key, Integer.class))
                .orElse(otherwise));
    }
}
