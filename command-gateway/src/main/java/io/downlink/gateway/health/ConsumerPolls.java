package io.downlink.gateway.health;

import io.downlink.gateway.lease.PollLease;
import io.downlink.gateway.startup.ConsumerTimes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Down when nothing was polled for two thirds of {@code max.poll.interval.ms}: the group gives this replica's partitions
 * away soon, and only a new start helps. Kafka being away does not matter here: polls go on, and bring nothing.
 */
@Liveness
@Singleton
class ConsumerPolls implements HealthCheck {
    private final PollLease polls;
    private final Duration silenceMax;

    ConsumerPolls(PollLease polls, ConsumerTimes times) {
        this.polls = polls;
        this.silenceMax = times.pollInterval().multipliedBy(2).dividedBy(3);
    }

    @Override
    public HealthCheckResponse call() {
        Duration silence = polls.silence();
        return HealthCheckResponse.named("commands are polled")
                .status(silence.compareTo(silenceMax) < 0)
                .withData("secondsSincePoll", silence.toSeconds())
                .build();
    }
}
