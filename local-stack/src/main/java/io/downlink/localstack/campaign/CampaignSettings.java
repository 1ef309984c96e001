package io.downlink.localstack.campaign;

import io.downlink.localstack.stack.StackSettings;
import java.time.Duration;

/**
 * What a campaign is like.
 *
 * @param stack where everything listens and writes
 * @param kills how many {@code kill -9} there are to be, each with a command between mark and outcome
 * @param time after it no further strike begins, however many there were
 * @param seed of all that is left to chance
 * @param devices in two processes
 * @param commandsPerSecond to all devices together
 * @param sessionTimeout of the gateway's consumer group: after it a replica that says nothing is given up
 */
public record CampaignSettings(
        StackSettings stack,
        int kills,
        Duration time,
        long seed,
        int devices,
        int commandsPerSecond,
        Duration sessionTimeout) {

    /** How long a replica stands still: the group gives it up meanwhile. */
    Duration pause() {
        return sessionTimeout.multipliedBy(3).dividedBy(2);
    }
}
