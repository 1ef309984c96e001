package io.downlink.localstack.campaign;

import io.downlink.localstack.stack.StackSettings;
import java.time.Duration;

/**
 * What a campaign with jobs is like.
 *
 * @param stack where everything listens and writes
 * @param kills how many {@code kill -9} there are to be
 * @param seed of all that is left to chance
 * @param devices virtual ones; one in ten is not there
 * @param interval between two jobs that are asked for
 * @param sessionTimeout of the orchestrator's consumer group: after it a replica that says nothing is given up
 */
public record JobsCampaignSettings(
        StackSettings stack, int kills, long seed, int devices, Duration interval, Duration sessionTimeout) {

    /** How long a replica stands still: the group gives it up meanwhile. */
    Duration pause() {
        return sessionTimeout.multipliedBy(3).dividedBy(2);
    }
}
